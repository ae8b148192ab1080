// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.secrets;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import org.springframework.kafka.test.EmbeddedKafkaBroker;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import redis.embedded.RedisServer;

import io.otelspring.test.ServerProcess;

/**
 * Kafka, a Redis that wants a password, and a stand-in for MongoDB.
 */
final class Servers implements AutoCloseable {

	private final EmbeddedKafkaBroker kafka = new EmbeddedKafkaKraftBroker(1, 1);

	private final RedisServer redis;

	private final MongoServer mongo = new MongoServer(new MemoryBackend().version(new NewEnough()));

	private final int redisPort;

	private final int mongoPort;

	Servers(String redisPassword) throws IOException {
		this.redisPort = ServerProcess.freePort();
		this.redis = RedisServer.newRedisServer()
			.port(this.redisPort)
			.bind("127.0.0.1")
			.setting("requirepass " + redisPassword)
			.build();
		this.redis.start();
		this.mongoPort = this.mongo.bind().getPort();
		this.kafka.brokerProperties(Map.of("offsets.topic.num.partitions", "1", "group.initial.rebalance.delay.ms", "0",
				"transaction.state.log.replication.factor", "1"));
		this.kafka.afterPropertiesSet();
	}

	String kafka() {
		return this.kafka.getBrokersAsString();
	}

	int redis() {
		return this.redisPort;
	}

	int mongo() {
		return this.mongoPort;
	}

	@Override
	public void close() throws IOException {
		this.kafka.destroy();
		this.redis.stop();
		this.mongo.shutdownNow();
	}

	/**
	 * The oldest that Spring's driver takes.
	 */
	private static final class NewEnough implements MongoVersion {

		@Override
		public List<Integer> getVersionArray() {
			return List.of(4, 4, 0);
		}

		@Override
		public int getWireVersion() {
			return 9;
		}

	}

}
