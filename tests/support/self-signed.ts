/** A certificate for `localhost` and `teacher.corp` that no authority signed. For tests only; it protects nothing. */
export const selfSigned = {
  cert: `-----BEGIN CERTIFICATE-----
MIIBdTCCARugAwIBAgIBATAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABCewajv/qaywLbWe
jad/JLmZbwheVS2CBtpuEYjyMIcIlRpCZJrZUW7auOUocLB6jS42vm/x/I9q7e1m
zBLlXdajXDBaMA8GA1UdEwEB/wQFMAMBAf8wKAYDVR0RBCEwH4IJbG9jYWxob3N0
ggx0ZWFjaGVyLmNvcnCHBH8AAAEwHQYDVR0OBBYEFKVVptlIP1VcS4vYoZ/hKo25
E2LqMAoGCCqGSM49BAMCA0gAMEUCIEnaMe/9IsYtSxvN+Zj5YMurNMBglMAnmK/o
syArOR/MAiEA9e8MJLNcjhdIXOh84incFNjzcMgxmk0/LnSz+EXmfuo=
-----END CERTIFICATE-----
`,
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgTDwIOLqZNlF6jsbo
BtPCmSf3QMsthdiicgntROdCtdihRANCAAQnsGo7/6mssC21no2nfyS5mW8IXlUt
ggbabhGI8jCHCJUaQmSa2VFu2rjlKHCweo0uNr5v8fyPau3tZswS5V3W
-----END PRIVATE KEY-----
`,
};
