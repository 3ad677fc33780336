var REG = NewRegistrar("none");
D("multi.example", REG, DnsProvider(A),
  DNSKEY("@", 256, 3, 13, "k0vCGoK8CvD0V+17n7/Yflk8GSuy1mNFry3yYzkOEMJ35pS/r7HdhFrpXodWQgUeDLJW4JRjYBfYU2TZYYuypw=="),
  DS("sub", 3380, 13, 2, "cb463686cff059595c94cf270906a68923f5c601ceb88ebdecb546e4d0e49fac", TTL(300)),
  A("www", "192.0.2.80"),
  TXT("@", "v=spf1 -all"),
END);
