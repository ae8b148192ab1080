// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.metrics;

import java.util.List;
import java.util.function.Predicate;

/**
 * The meters that are the same thing under another name as what an instrumentation
 * measures by the semantic conventions. They are not sent while that instrumentation is
 * on; other registries have them as ever.
 */
final class MetersElsewhere {

	// The meter (with all that begins with it and a dot), the instrumentation, what it
	// has
	private static final List<Entry> ENTRIES = List.of(
			new Entry("http.server.requests", "http.server", "http.server.request.duration"),
			new Entry("http.client.requests", "http.client", "http.client.request.duration"),
			new Entry("jvm.memory", "runtime-metrics", "jvm.memory.*"),
			new Entry("jvm.buffer", "runtime-metrics", "jvm.buffer.*"),
			new Entry("jvm.gc.pause", "runtime-metrics", "jvm.gc.duration"),
			new Entry("jvm.gc.live.data.size", "runtime-metrics", "jvm.memory.used_after_last_gc"),
			new Entry("jvm.gc.max.data.size", "runtime-metrics", "jvm.memory.limit"),
			new Entry("jvm.threads.live", "runtime-metrics", "jvm.thread.count"),
			new Entry("jvm.threads.daemon", "runtime-metrics", "jvm.thread.count"),
			new Entry("jvm.threads.states", "runtime-metrics", "jvm.thread.count"),
			new Entry("jvm.classes", "runtime-metrics", "jvm.class.*"),
			new Entry("process.cpu", "runtime-metrics", "jvm.cpu.time, jvm.cpu.recent_utilization"),
			new Entry("process.files", "runtime-metrics", "jvm.file_descriptor.*"),
			new Entry("process.uptime", "runtime-metrics", "process.uptime"),
			new Entry("system.cpu", "runtime-metrics", "jvm.cpu.count, jvm.system.cpu.utilization"),
			new Entry("system.load.average.1m", "runtime-metrics", "jvm.system.cpu.load_1m"),
			new Entry("hikaricp", "jdbc", "db.client.connection.*"),
			new Entry("jdbc.connections", "jdbc", "db.client.connection.*"),
			new Entry("r2dbc.query", "r2dbc", "db.client.operation.duration"),
			new Entry("lettuce", "redis", "db.client.operation.duration"),
			new Entry("mongodb.driver.commands", "mongo", "db.client.operation.duration"),
			new Entry("spring.kafka.template", "kafka", "messaging.client.operation.duration"),
			new Entry("spring.kafka.listener", "kafka", "messaging.process.duration"),
			new Entry("spring.rabbit.template", "rabbit", "messaging.client.operation.duration"),
			new Entry("spring.rabbit.listener", "rabbit", "messaging.process.duration"),
			new Entry("jms.message.publish", "jms", "messaging.client.operation.duration"),
			new Entry("jms.message.process", "jms", "messaging.process.duration"),
			new Entry("grpc.client", "grpc", "rpc.client.call.duration"),
			new Entry("grpc.server", "grpc", "rpc.server.call.duration"),
			new Entry("gen_ai.client.operation", "ai", "gen_ai.client.operation.duration"),
			new Entry("gen_ai.client.token.usage", "ai", "gen_ai.client.token.usage"));

	private MetersElsewhere() {
	}

	/**
	 * Return what tells whether the meters of a name are sent already.
	 * @param enabled tells whether an instrumentation is on
	 * @return the decision by name
	 */
	static Predicate<String> names(Predicate<String> enabled) {
		List<Entry> effective = ENTRIES.stream().filter((entry) -> enabled.test(entry.instrumentation)).toList();
		return (name) -> {
			for (Entry entry : effective) {
				if (entry.matches(name)) {
					return true;
				}
			}
			return false;
		};
	}

	private record Entry(String meter, String instrumentation, String instead) {

		private boolean matches(String name) {
			return name.startsWith(this.meter)
					&& (name.length() == this.meter.length() || name.charAt(this.meter.length()) == '.');
		}

	}

}
