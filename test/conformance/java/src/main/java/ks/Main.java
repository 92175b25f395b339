package ks;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.CqlSessionBuilder;
import com.datastax.oss.driver.api.core.auth.AuthProvider;
import com.datastax.oss.driver.api.core.config.DefaultDriverOption;
import com.datastax.oss.driver.api.core.config.DriverConfigLoader;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchType;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.data.UdtValue;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import software.aws.mcs.auth.SigV4AuthProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The Java driver, unmodified, against the local engine. Ports and credentials come in KS_ variables. */
public final class Main {
  private static int checks = 0;

  static void check(String what, Object got, Object wanted) {
    if (!Objects.equals(got, wanted)) throw new IllegalStateException(what + ": got " + got + ", wanted " + wanted);
    checks++;
  }

  static String env(String name) {
    return Objects.requireNonNull(System.getenv(name), name);
  }

  static CqlSessionBuilder builder(String portName) {
    DriverConfigLoader config =
        DriverConfigLoader.programmaticBuilder()
            .withString(DefaultDriverOption.REQUEST_CONSISTENCY, "LOCAL_QUORUM")
            .withDuration(DefaultDriverOption.REQUEST_TIMEOUT, Duration.ofSeconds(20))
            .withInt(DefaultDriverOption.REQUEST_PAGE_SIZE, 40)
            .build();
    return CqlSession.builder()
        .withConfigLoader(config)
        .addContactPoint(new InetSocketAddress("127.0.0.1", Integer.parseInt(env(portName))))
        .withLocalDatacenter("us-east-1");
  }

  static void until(String what, BooleanSupplier ask) throws InterruptedException {
    for (int i = 0; i < 400; i++) {
      if (ask.getAsBoolean()) return;
      Thread.sleep(50);
    }
    throw new IllegalStateException("never " + what);
  }

  static void schema(CqlSession session) throws InterruptedException {
    session.execute("CREATE KEYSPACE IF NOT EXISTS jv WITH replication = {'class': 'SingleRegionStrategy'}");
    until("keyspace", () -> session.execute("SELECT keyspace_name FROM system_schema.keyspaces WHERE keyspace_name = 'jv'").one() != null);
    session.execute("CREATE TYPE IF NOT EXISTS jv.address (street text, number int)");
    until("type", () -> session.execute("SELECT type_name FROM system_schema.types WHERE keyspace_name = 'jv' AND type_name = 'address'").one() != null);
    session.execute(
        "CREATE TABLE IF NOT EXISTS jv.readings (device text, at int, value double, tags set<text>, notes map<text, text>, "
            + "history list<int>, place frozen<address>, stamp timeuuid, "
            + "PRIMARY KEY (device, at)) WITH CLUSTERING ORDER BY (at DESC)");
    until("table", () -> {
      Row row = session.execute("SELECT status FROM system_schema_mcs.tables WHERE keyspace_name = 'jv' AND table_name = 'readings'").one();
      return row != null && "ACTIVE".equals(row.getString("status"));
    });
    session.refreshSchema();
  }

  static void rows(CqlSession session) {
    UserDefinedType type = session.getMetadata().getKeyspace("jv").orElseThrow().getUserDefinedType("address").orElseThrow();
    PreparedStatement insert =
        session.prepare("INSERT INTO jv.readings (device, at, value, tags, notes, history, place, stamp) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    UUID stamp = Uuids.timeBased();
    for (int at = 0; at < 250; at++) {
      UdtValue place = type.newValue("Main", at);
      session.execute(insert.bind("d", at, at / 2.0, Set.of("a", "b"), Map.of("k", "" + at), List.of(at, at + 1), place, stamp));
    }
    List<Row> all = session.execute(session.prepare("SELECT * FROM jv.readings WHERE device = ?").bind("d")).all();
    check("rows over seven pages", all.size(), 250);
    Row first = all.get(0);
    check("clustering order", first.getInt("at"), 249);
    check("set", first.getSet("tags", String.class), Set.of("a", "b"));
    check("map", first.getMap("notes", String.class, String.class), Map.of("k", "249"));
    check("list", first.getList("history", Integer.class), List.of(249, 250));
    check("user-defined type", first.getUdtValue("place").getString("street"), "Main");
    check("timeuuid", first.getUuid("stamp"), stamp);
  }

  static void transactions(CqlSession session) {
    check("lightweight transaction on an existing row",
        session.execute("INSERT INTO jv.readings (device, at, value) VALUES ('d', 1, 9.0) IF NOT EXISTS").wasApplied(), false);
    check("lightweight transaction that applies",
        session.execute("UPDATE jv.readings SET value = 7.0 WHERE device = 'd' AND at = 1 IF value = 0.5").wasApplied(), true);
    PreparedStatement insert = session.prepare("INSERT INTO jv.readings (device, at, value) VALUES (?, ?, ?)");
    for (BatchType kind : List.of(BatchType.LOGGED, BatchType.UNLOGGED)) {
      BatchStatement batch = BatchStatement.newInstance(kind);
      for (int at = 0; at < 20; at++) batch = batch.add(insert.bind(kind.toString(), at, 1.5));
      session.execute(batch);
      check("rows of a batch", session.execute("SELECT at FROM jv.readings WHERE device = '" + kind.toString() + "'").all().size(), 20);
    }
    try {
      session.execute("SELECT count(*) FROM jv.readings");
      throw new IllegalStateException("COUNT(*) was accepted");
    } catch (InvalidQueryException error) {
      check("a refusal", error.getMessage(), "countRows is not yet supported.");
    }
    check("schema metadata", session.getMetadata().getKeyspace("jv").orElseThrow().getTable("readings").orElseThrow().getPartitionKey().size(), 1);
  }

  static void mapped(CqlSession session) {
    ReadingDao readings = new ReadingMapperBuilder(session).build().readings(CqlIdentifier.fromCql("jv"));
    for (int at = 1; at <= 3; at++) readings.save(new Reading("mapped", at, at / 2.0, Set.of("a"), Map.of("k", "v")));
    check("mapper: an existing row", readings.saveNew(new Reading("mapped", 1, 0.0, Set.of(), Map.of())), false);
    check("mapper: find", readings.find("mapped", 2).getValue(), 1.0);
    readings.change(new Reading("mapped", 2, 9.0, Set.of("b"), Map.of()));
    readings.remove(new Reading("mapped", 1, null, null, null));
    List<Reading> left = new ArrayList<>();
    readings.ofDevice("mapped").forEach(left::add);
    check("mapper: rows left", left.size(), 2);
    check("mapper: update", left.get(1).getValue(), 9.0);
    check("mapper: collection", left.get(1).getTags(), Set.of("b"));
  }

  static SSLContext trust() throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (InputStream in = Files.newInputStream(Path.of(env("KS_CA")))) {
      store.setCertificateEntry("ks", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  static String release(CqlSessionBuilder builder) {
    try (CqlSession session = builder.build()) {
      return session.execute("SELECT release_version FROM system.local").one().getString(0);
    } catch (AllNodesFailedException error) {
      return error.getAllErrors().values().iterator().next().get(0).getMessage();
    }
  }

  static AuthProvider signed(String secret) {
    return new SigV4AuthProvider(
        StaticCredentialsProvider.create(AwsBasicCredentials.create(env("KS_ACCESS_KEY"), secret)), "us-east-1");
  }

  static void login() throws Exception {
    String user = env("KS_USER");
    check("TLS and password",
        release(builder("KS_TLS_PORT").withSslContext(trust()).withAuthCredentials(user, env("KS_PASSWORD"))), "3.11.2");
    check("a wrong password is told",
        release(builder("KS_TLS_PORT").withSslContext(trust()).withAuthCredentials(user, "wrong")).contains("and/or password are incorrect"), true);
    check("SigV4",
        release(builder("KS_TLS_PORT").withSslContext(trust()).withAuthProvider(signed(env("KS_SECRET_KEY")))), "3.11.2");
    check("SigV4 with a wrong key",
        release(builder("KS_TLS_PORT").withSslContext(trust()).withAuthProvider(signed("wrong"))).contains("Invalid signature"), true);
  }

  public static void main(String[] args) throws Exception {
    try (CqlSession session = builder("KS_CQL_PORT").build()) {
      schema(session);
      rows(session);
      transactions(session);
      mapped(session);
      if (System.getenv("KS_ZONES") != null) LostZone.check(session);
    }
    login();
    System.out.println("java-driver: " + checks + " checks passed");
  }
}
