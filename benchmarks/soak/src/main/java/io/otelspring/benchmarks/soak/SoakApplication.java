// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.soak;

import java.lang.management.ManagementFactory;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * A web application with a database, a service that it asks (itself), and log lines.
 */
@SpringBootApplication(proxyBeanMethods = false)
@RestController
public class SoakApplication {

	private static final Logger logger = LoggerFactory.getLogger(SoakApplication.class);

	private static final int FAILING = 50;

	private final OrderBook orders;

	private final RestClient client;

	SoakApplication(OrderBook orders, RestClient.Builder client) {
		this.orders = orders;
		this.client = client.build();
	}

	@GetMapping("/orders/{id}")
	String order(@PathVariable long id) {
		String here = ServletUriComponentsBuilder.fromCurrentContextPath().toUriString();
		String price = this.client.get().uri(here + "/prices/{id}", id).retrieve().body(String.class);
		logger.info("Order {} costs {}", id, price);
		if (id % FAILING == 0) {
			throw new IllegalStateException("Order " + id + " cannot be had");
		}
		return this.orders.place(id) + " of " + price;
	}

	@GetMapping("/prices/{id}")
	String price(@PathVariable long id) {
		return "price " + id;
	}

	/**
	 * Says what the process holds after a full collection of garbage.
	 * @return bytes of heap, and threads
	 */
	@GetMapping("/soak/held")
	Map<String, Long> held() {
		System.gc();
		return Map.of("heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(), "threads",
				(long) ManagementFactory.getThreadMXBean().getThreadCount());
	}

	// A warning, since the console takes no less, or it would be the heaviest part.
	@EventListener
	void started(WebServerInitializedEvent event) {
		logger.warn("Listening on port " + event.getWebServer().getPort());
	}

	public static void main(String[] args) {
		SpringApplication.run(SoakApplication.class, args);
	}

}
