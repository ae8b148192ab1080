// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import io.otelspring.test.OtlpCollector;
import io.otelspring.test.ReceivedSpan;

/**
 * Places orders, and finds their traces at a collector.
 */
final class Orders {

	private final OtlpCollector collector;

	private final int port;

	Orders(OtlpCollector collector, int port) {
		this.collector = collector;
		this.port = port;
	}

	String place(String customer, String... skus) {
		List<String> items = new ArrayList<>();
		for (String sku : skus) {
			items.add("""
					{"sku": "%s", "quantity": 1, "price": 12.50}""".formatted(sku));
		}
		Map<?, ?> order = post("""
				{"customer_id": "%s", "items": [%s]}""".formatted(customer, String.join(", ", items))).expectStatus()
			.isCreated()
			.expectBody(Map.class)
			.returnResult()
			.getResponseBody();
		return (String) order.get("order_id");
	}

	RestTestClient.ResponseSpec post(String order) {
		return RestTestClient.bindToServer()
			.baseUrl("http://localhost:" + this.port)
			.build()
			.post()
			.uri("/api/orders")
			.contentType(MediaType.APPLICATION_JSON)
			.body(order)
			.exchange();
	}

	/**
	 * Waits until a customer's only trace has so many spans.
	 */
	List<ReceivedSpan> awaitTrace(String customer, int size) {
		ReceivedSpan validation = this.collector.awaitSpan(
				(span) -> span.name().equals("validate_order") && customer.equals(span.attribute("customer.id")));
		return this.collector.await("the trace of " + customer, () -> {
			List<ReceivedSpan> trace = this.collector.spans()
				.stream()
				.filter((span) -> span.traceId().equals(validation.traceId()))
				.toList();
			return (trace.size() >= size) ? Optional.of(trace) : Optional.empty();
		});
	}

	static ReceivedSpan span(List<ReceivedSpan> trace, String name) {
		return trace.stream().filter((span) -> span.name().equals(name)).findFirst().orElseThrow();
	}

	/**
	 * A trace as a tree, by names and kinds.
	 */
	static String outline(List<ReceivedSpan> trace, Comparator<ReceivedSpan> order) {
		StringBuilder outline = new StringBuilder();
		trace.stream().filter(ReceivedSpan::isRoot).forEach((root) -> outline(trace, root, order, "", outline));
		return outline.toString();
	}

	private static void outline(List<ReceivedSpan> trace, ReceivedSpan parent, Comparator<ReceivedSpan> order,
			String indent, StringBuilder outline) {
		outline.append(indent).append(parent.name()).append(' ').append(parent.kind()).append('\n');
		trace.stream()
			.filter((span) -> span.isChildOf(parent))
			.sorted(order)
			.forEach((child) -> outline(trace, child, order, indent + "  ", outline));
	}

}
