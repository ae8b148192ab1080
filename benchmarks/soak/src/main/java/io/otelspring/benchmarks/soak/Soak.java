// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.otelspring.benchmarks.soak.SoakCollector.State;

/**
 * Keeps an application under full load while its collector is up, slow, hanging and down
 * by turns, and says, point by point, what its process holds. At each point the clients
 * pause until everything is exported, so that points can be compared.
 */
public final class Soak {

	/** What the collector is like, by tenths of an interval. */
	private static final State[] STATES = { State.UP, State.UP, State.SLOW, State.SLOW, State.HANGING, State.UP,
			State.DOWN, State.DOWN, State.DOWN, State.UP };

	private static final int PATIENCE = 60;

	private final SoakSettings settings;

	private final PrintStream out;

	private final JsonMapper json = new JsonMapper();

	private final Curve curve = new Curve();

	Soak(SoakSettings settings, PrintStream out) {
		this.settings = settings;
		this.out = out;
	}

	public static void main(String[] args) throws Exception {
		Curve curve = new Soak(SoakSettings.of(args), System.out).run();
		System.exit((curve.heapIsFlat() && curve.threadsAreFlat()) ? 0 : 1);
	}

	Curve run() throws Exception {
		try (SoakCollector collector = new SoakCollector();
				SoakProcess application = SoakProcess.start(this.settings, collector.endpoint());
				Clients clients = new Clients(application.root(), this.settings.clients())) {
			this.out.println("| minute | requests | heap after GC | threads | RSS | made | exported | failed | dropped "
					+ "| collector's answers |");
			this.out.println("|---|---|---|---|---|---|---|---|---|---|");
			for (int point = 1; point <= this.settings.points(); point++) {
				clients.begin();
				pass(collector);
				clients.pause();
				JsonNode signals = settle(clients);
				measure(point, application, clients, signals, collector);
			}
			this.out.println();
			this.out.println(this.curve.verdict());
			return this.curve;
		}
	}

	private void pass(SoakCollector collector) throws IOException, InterruptedException {
		for (State state : STATES) {
			collector.become(state);
			TimeUnit.MILLISECONDS.sleep(this.settings.interval().toMillis() / STATES.length);
		}
	}

	private JsonNode settle(Clients clients) throws Exception {
		for (int i = 0; i < PATIENCE; i++) {
			clients.flush();
			JsonNode signals = this.json.readTree(clients.get("/actuator/otel/signals"));
			if (sum(signals, "queued") == 0) {
				return signals;
			}
			TimeUnit.SECONDS.sleep(1);
		}
		throw new IllegalStateException("Not everything is exported though the collector is up");
	}

	private void measure(int point, SoakProcess application, Clients clients, JsonNode signals, SoakCollector collector)
			throws Exception {
		JsonNode held = this.json.readTree(clients.get("/soak/held"));
		this.curve.add(new Curve.Point(held.get("heap").longValue(), held.get("threads").longValue()));
		long exported = sum(signals, "exported");
		long failed = sum(signals, "failed");
		long dropped = sum(signals, "dropped");
		this.out.printf(Locale.ROOT, "| %d | %d | %s | %d | %s | %d | %d | %d | %d | %d |%n", point, clients.requests(),
				Curve.megabytes(held.get("heap").longValue()), held.get("threads").longValue(),
				Curve.megabytes(application.residentSize()), exported + failed + dropped, exported, failed, dropped,
				collector.requests());
	}

	private static long sum(JsonNode signals, String name) {
		long sum = 0;
		for (Map.Entry<String, JsonNode> signal : signals.properties()) {
			sum += signal.getValue().get(name).longValue();
		}
		return sum;
	}

}
