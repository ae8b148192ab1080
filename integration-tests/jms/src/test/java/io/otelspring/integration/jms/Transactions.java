// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.jms;

import jakarta.jms.ConnectionFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.jms.connection.JmsTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * An application's connections to a broker, and every kind of transaction.
 */
abstract class Transactions {

	private final String url;

	Transactions(String url) {
		this.url = url;
	}

	@Bean
	ConnectionFactory connections() {
		return EmbeddedBroker.connections(this.url);
	}

	@Bean
	JmsTransactionManager transactions(ConnectionFactory connections) {
		return new JmsTransactionManager(connections);
	}

	@Bean
	JmsTransactionManager late(ConnectionFactory connections) {
		JmsTransactionManager late = new JmsTransactionManager(connections);
		late.setLazyResourceRetrieval(true);
		return late;
	}

	@Bean
	PlatformTransactionManager others() {
		return new OtherTransactions();
	}

}
