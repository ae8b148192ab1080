// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.jms.connection.CachingConnectionFactory;

/**
 * An Artemis in this JVM.
 */
final class EmbeddedBroker implements AutoCloseable {

	private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();

	private EmbeddedBroker() {
	}

	/**
	 * Start a broker.
	 * @param url its address, such as {@code vm://0}
	 * @return the broker
	 * @throws Exception if it does not start
	 */
	static EmbeddedBroker start(String url) throws Exception {
		EmbeddedBroker started = new EmbeddedBroker();
		started.broker.setConfiguration(new ConfigurationImpl().setPersistenceEnabled(false)
			.setSecurityEnabled(false)
			.setJournalDirectory("target/artemis/journal")
			.addAcceptorConfiguration("vm", url));
		started.broker.start();
		return started;
	}

	/**
	 * Return connections as an application has them.
	 * @param url the address of the broker
	 * @return the connections
	 */
	static ConnectionFactory connections(String url) {
		return new CachingConnectionFactory(new ActiveMQConnectionFactory(url));
	}

	@Override
	public void close() throws Exception {
		this.broker.stop();
	}

}
