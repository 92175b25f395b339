package ks;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.metadata.NodeState;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads and writes at LOCAL_QUORUM while the zone of the contact point is away, against a server with three zones. */
final class LostZone {
  private final CqlSession session;
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicBoolean running = new AtomicBoolean(true);
  private final Queue<Integer> acknowledged = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();

  private LostZone(CqlSession session) {
    this.session = session;
  }

  static void check(CqlSession session) throws Exception {
    new LostZone(session).run();
  }

  private static void chaos(String body) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + Main.env("KS_HTTP_PORT") + "/_ks/chaos");
    HttpRequest request = HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build();
    int status = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    Main.check("chaos " + body, status, 200);
  }

  private NodeState stateOfZone(String zone) {
    for (Node node : session.getMetadata().getNodes().values()) if (zone.equals(node.getRack())) return node.getState();
    return NodeState.UNKNOWN;
  }

  private boolean isTable() {
    try {
      session.execute("SELECT v FROM jv.t WHERE id = 0");
      return true;
    } catch (InvalidQueryException notYet) {
      return false;
    }
  }

  private void run() throws Exception {
    Main.check("nodes", session.getMetadata().getNodes().size(), 3);
    session.execute("CREATE TABLE IF NOT EXISTS jv.t (id int PRIMARY KEY, v text)");
    Main.until("table t", this::isTable);
    PreparedStatement insert = session.prepare("INSERT INTO jv.t (id, v) VALUES (?, ?)");
    PreparedStatement select = session.prepare("SELECT v FROM jv.t WHERE id = ?");
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < 8; i++) workers.add(new Thread(() -> work(insert, select)));
    for (Thread worker : workers) worker.start();
    workOn();
    chaos("{\"kind\": \"fail-zone\", \"zone\": \"a\"}");
    Main.until("zone a is down", () -> stateOfZone("us-east-1a") == NodeState.DOWN);
    workOn();
    chaos("{\"kind\": \"recover\", \"what\": \"zone\", \"zone\": \"a\"}");
    Main.until("zone a is up", () -> stateOfZone("us-east-1a") == NodeState.UP);
    workOn();
    running.set(false);
    for (Thread worker : workers) worker.join();
    Main.check("errors through a lost zone", List.copyOf(failures), List.of());
    int missing = 0;
    for (int id : acknowledged) {
      Row row = session.execute(select.bind(id)).one();
      if (row == null || !("value " + id).equals(row.getString(0))) missing++;
    }
    Main.check("acknowledged writes that are missing", missing, 0);
  }

  private void work(PreparedStatement insert, PreparedStatement select) {
    while (running.get()) {
      int id = next.incrementAndGet();
      try {
        session.execute(insert.bind(id, "value " + id).setIdempotent(true));
        acknowledged.add(id);
        session.execute(select.bind(id).setIdempotent(true));
        Thread.sleep(5);
      } catch (Exception error) {
        failures.add(error.toString());
      }
    }
  }

  private void workOn() throws InterruptedException {
    int goal = acknowledged.size() + 300;
    Main.until("300 more", () -> acknowledged.size() >= goal);
  }
}
