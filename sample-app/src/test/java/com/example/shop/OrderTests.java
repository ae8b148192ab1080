// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop as its customers know it, over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = { "otel.traces.exporter=none",
		"otel.metrics.exporter=none", "otel.logs.exporter=none", "spring.datasource.generate-unique-name=true" })
class OrderTests {

	@LocalServerPort
	private int port;

	private RestTestClient client;

	@BeforeEach
	void connect() {
		this.client = RestTestClient.bindToServer().baseUrl("http://localhost:" + this.port).build();
	}

	@Test
	void orderIsCreatedAndFound() {
		String created = post("""
				{"customer_id": "c-1", "items": [
					{"sku": "book", "quantity": 2, "price": 12.50}, {"sku": "pen", "quantity": 10, "price": 1}]}""")
			.expectStatus()
			.isCreated()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		String id = JsonPath.read(created, "$.order_id");
		String found = this.client.get()
			.uri("/api/orders/{id}", id)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(JsonPath.<String>read(found, "$.customer_id")).isEqualTo("c-1");
		assertThat(JsonPath.<String>read(found, "$.items[0].sku")).isEqualTo("book");
		assertThat(JsonPath.<Integer>read(found, "$.items[1].quantity")).isEqualTo(10);
	}

	@Test
	void createdOrderIsWhereLocationSays() {
		post("""
				{"customer_id": "c-1", "items": [{"sku": "book", "quantity": 1, "price": 12.50}]}""").expectStatus()
			.isCreated()
			.expectHeader()
			.value(HttpHeaders.LOCATION,
					(location) -> this.client.get().uri(location).exchange().expectStatus().isOk());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					{"items": [{"sku": "book", "quantity": 1, "price": 1}]}                         | customer_id is missing
					{"customer_id": " ", "items": [{"sku": "book", "quantity": 1, "price": 1}]}     | customer_id is missing
					{"customer_id": "c-1"}                                                          | items is missing or empty
					{"customer_id": "c-1", "items": []}                                             | items is missing or empty
					{"customer_id": "c-1", "items": [null]}                                         | an item needs a sku
					{"customer_id": "c-1", "items": [{"quantity": 1, "price": 1}]}                  | an item needs a sku
					{"customer_id": "c-1", "items": [{"sku": "book", "quantity": 0, "price": 1}]}   | an item needs a quantity of at least 1
					{"customer_id": "c-1", "items": [{"sku": "book", "quantity": 1}]}               | an item needs a price that is not negative
					{"customer_id": "c-1", "items": [{"sku": "book", "quantity": 1, "price": -1}]}  | an item needs a price that is not negative
					""")
	void invalidOrderIsABadRequest(String order, String detail) {
		expectProblem(post(order), HttpStatus.BAD_REQUEST, "invalid", detail);
	}

	@Test
	void brokenJsonIsABadRequest() {
		post("{\"customer_id\": ").expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	@ParameterizedTest
	@CsvSource({ "lamp, 1", "book, 26", "unheard-of, 1" })
	void orderOfWhatIsNotInStockIsAConflict(String sku, int quantity) {
		expectProblem(post("""
				{"customer_id": "c-1", "items": [{"sku": "%s", "quantity": %d, "price": 1}]}""".formatted(sku,
				quantity)), HttpStatus.CONFLICT, "out_of_stock", "Not everything is in stock");
	}

	@Test
	void declinedPaymentIsPaymentRequired() {
		expectProblem(post("""
				{"customer_id": "c-1", "items": [{"sku": "book", "quantity": 2, "price": 501}]}"""),
				HttpStatus.PAYMENT_REQUIRED, "payment_declined", "The payment was declined");
	}

	@Test
	void unknownOrderIsNotFound() {
		this.client.get()
			.uri("/api/orders/{id}", "unheard-of")
			.exchange()
			.expectStatus()
			.isNotFound()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON);
	}

	private RestTestClient.ResponseSpec post(String order) {
		return this.client.post().uri("/api/orders").contentType(MediaType.APPLICATION_JSON).body(order).exchange();
	}

	private static void expectProblem(RestTestClient.ResponseSpec response, HttpStatus status, String reason,
			String detail) {
		String problem = response.expectStatus()
			.isEqualTo(status)
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody(String.class)
			.returnResult()
			.getResponseBody();
		assertThat(JsonPath.<Map<String, Object>>read(problem, "$")).containsEntry("status", status.value())
			.containsEntry("title", status.getReasonPhrase())
			.containsEntry("instance", "/api/orders")
			.containsEntry("reason", reason)
			.containsEntry("detail", detail);
	}

}
