"""The Python driver over TLS with the server's CA: password and SigV4. Takes KS_TLS_PORT, KS_CA, KS_USER, KS_PASSWORD, KS_ACCESS_KEY, KS_SECRET_KEY"""
import os
import ssl

import boto3
from cassandra.auth import PlainTextAuthProvider
from cassandra.cluster import EXEC_PROFILE_DEFAULT, Cluster, ExecutionProfile, NoHostAvailable
from cassandra.policies import DCAwareRoundRobinPolicy
from cassandra_sigv4.auth import SigV4AuthProvider

from checks import check, report



def release(auth, ca=os.environ["KS_CA"]):
    context = ssl.create_default_context(cafile=ca)
    context.check_hostname = False  # the driver wraps sockets without a name; the certificate's chain is checked
    profile = ExecutionProfile(load_balancing_policy=DCAwareRoundRobinPolicy(local_dc="us-east-1"))
    cluster = Cluster(
        ["127.0.0.1"],
        port=int(os.environ["KS_TLS_PORT"]),
        ssl_context=context,
        auth_provider=auth,
        execution_profiles={EXEC_PROFILE_DEFAULT: profile},
    )
    try:
        return cluster.connect().execute("SELECT release_version FROM system.local").one().release_version
    except NoHostAvailable as error:
        return str(next(iter(error.errors.values())))
    finally:
        cluster.shutdown()


def signed(secret):
    return SigV4AuthProvider(
        boto3.Session(aws_access_key_id=os.environ["KS_ACCESS_KEY"], aws_secret_access_key=secret, region_name="us-east-1")
    )


user = os.environ["KS_USER"]
check("password", release(PlainTextAuthProvider(user, os.environ["KS_PASSWORD"])), "3.11.2")
wrong = release(PlainTextAuthProvider(user, "wrong"))
check("wrong password", f"Provided username {user} and/or password are incorrect" in wrong, True)
check("SigV4", release(signed(os.environ["KS_SECRET_KEY"])), "3.11.2")
check("SigV4 with a wrong key", "Authentication failure: Invalid signature" in release(signed("wrong")), True)
check("a CA that is not known", "CERTIFICATE_VERIFY_FAILED" in release(PlainTextAuthProvider(user, "x"), None), True)
report("python-driver login")
