#!/usr/bin/env python3
"""Random faults in random multi-signer zones, judged by real validators and by `multisigner check`."""

import os
import subprocess
import sys

sys.dont_write_bytecode = True
ALONE = {"-h", "--help", "--list", "--port"}


def enter_namespace() -> list[str]:
    """Starts this again in a network namespace, as root or with a mapped root: port 53 is free there, and nothing
    leaves this machine. Without one it goes on with high ports."""
    if "DIFFER_INSIDE" in os.environ or ALONE & set(sys.argv):
        return []
    here = [sys.executable, *sys.argv]
    for options in (["-n"], ["-rn"]):
        if subprocess.run(["unshare", *options, "ip", "link", "set", "lo", "up"], capture_output=True).returncode == 0:
            inside = ["sh", "-c", 'ip link set lo up && exec "$@"', "_", *here]
            os.execvpe("unshare", ["unshare", *options, *inside], {**os.environ, "DIFFER_INSIDE": "1"})
    return ["--port", "5300"]


if __name__ == "__main__":
    if not sys.platform.startswith("linux"):
        print("differ: 0 passed, 0 failed (Linux only: loopback addresses and network namespaces)")
        sys.exit(0)
    os.environ["PATH"] = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    sys.argv += enter_namespace()
    from main import main

    sys.exit(main())
