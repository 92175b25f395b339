"""The C++ driver of Cassandra and Scylla, by its asynchronous Python front acsylla: TCP, and TLS where KS_TLS_PORT tells it with
KS_USER and KS_PASSWORD. Usage: acsylla_driver.py CQL_PORT"""
import asyncio
import os
import sys

import acsylla

from checks import check, report

port = int(sys.argv[1])


async def soon(what, ask):
    """What `ask` answers without an error, a minute from now at the latest; else ends the script."""
    for _ in range(600):
        try:
            return await ask()
        except acsylla.errors.CassErrorServerInvalidQuery:
            await asyncio.sleep(0.1)
    raise SystemExit(f"never {what}")


async def statements(session):
    def run(text):
        return session.execute(acsylla.create_statement(text))

    await run("CREATE KEYSPACE IF NOT EXISTS acsylla WITH replication = {'class': 'SingleRegionStrategy'}")
    table = "CREATE TABLE IF NOT EXISTS acsylla.t (a int, b int, txt text, m map<text, int>, l list<int>, PRIMARY KEY (a, b))"
    await soon("keyspace", lambda: run(table))
    await soon("table", lambda: run("SELECT a FROM acsylla.t LIMIT 1"))
    insert = await session.create_prepared("INSERT INTO acsylla.t (a, b, txt, m, l) VALUES (?, ?, ?, ?, ?)")
    for number in range(50):
        bound = insert.bind()
        bound.bind_list([1, number, f"x{number}", {"k": number}, [1, number]])
        await session.execute(bound)
    batch = acsylla.create_batch_unlogged()
    for number in range(10):
        bound = insert.bind()
        bound.bind_list([2, number, None, None, None])
        batch.add_statement(bound)
    await session.execute_batch(batch)
    select = (await session.create_prepared("SELECT * FROM acsylla.t")).bind(page_size=20)
    sizes = []
    while True:
        page = await session.execute(select)
        sizes.append(page.count())
        if not page.has_more_pages():
            break
        select.set_page_state(page.page_state())
    check("rows over pages", sum(sizes), 60)
    check("a page", sizes[0], 20)
    row = (await run("SELECT txt, m, l FROM acsylla.t WHERE a = 1 AND b = 3")).first().as_dict()
    check("collections", row, {"txt": "x3", "m": {"k": 3}, "l": [1, 3]})
    try:
        await run("SELEC")
        raise SystemExit("a syntax error was taken")
    except acsylla.errors.CassErrorServerSyntaxError as error:
        check("a syntax error tells its place", "line 1:0" in str(error), True)
    reads = [run(f"SELECT txt FROM acsylla.t WHERE a = 1 AND b = {number % 50}") for number in range(500)]
    check("reads at once", sum(found.count() for found in await asyncio.gather(*reads)), 500)


async def login():
    cluster = acsylla.create_cluster(
        ["127.0.0.1"],
        port=int(os.environ["KS_TLS_PORT"]),
        username=os.environ["KS_USER"],
        password=os.environ["KS_PASSWORD"],
        ssl_enabled=True,
        ssl_trusted_cert=open(os.environ["KS_CA"]).read(),
        ssl_verify_flags=acsylla.SSLVerifyFlags.PEER_CERT,
    )
    session = await cluster.create_session()
    found = await session.execute(acsylla.create_statement("SELECT release_version FROM system.local"))
    check("release over TLS", found.first().as_dict(), {"release_version": "3.11.2"})
    await session.close()


async def main():
    cluster = acsylla.create_cluster(["127.0.0.1"], port=port, consistency=acsylla.Consistency.LOCAL_QUORUM)
    session = await cluster.create_session()
    await statements(session)
    await session.close()
    if "KS_TLS_PORT" in os.environ:
        await login()


asyncio.run(main())
report("acsylla")
