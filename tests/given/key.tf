resource "aws_route53_key_signing_key" "k" {
  hosted_zone_id = aws_route53_zone.z.id
  name           = "k"
}
