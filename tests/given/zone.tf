resource "cloudflare_record" "ds" {
  zone_id = var.zone
  name    = "sub.multi.example"
  type    = "DS"
  ttl     = 3600
  data {
    key_tag     = 3380
    algorithm   = 13
    digest_type = 2
    digest      = "cb463686cff059595c94cf270906a68923f5c601ceb88ebdecb546e4d0e49fac"
  }
}

resource "aws_route53_record" "ksk" {
  name    = "multi.example"
  type    = "DNSKEY"
  ttl     = 300
  records = ["256 3 13 k0vCGoK8CvD0V+17n7/Yflk8GSuy1mNFry3yYzkOEMJ35pS/r7HdhFrpXodWQgUeDLJW4JRjYBfYU2TZYYuypw=="]
}

resource "aws_route53_record" "ds" {
  name    = "sub2.multi.example"
  type    = "DS"
  ttl     = 300
  records = [aws_route53_key_signing_key.k.ds_record]
}
