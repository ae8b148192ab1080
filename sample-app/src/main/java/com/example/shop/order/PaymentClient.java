// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.math.BigDecimal;

import org.springframework.context.annotation.Lazy;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

import io.otelspring.annotation.SpanAttribute;
import io.otelspring.annotation.Traced;

/**
 * Charges the customer over HTTP.
 */
@Component
class PaymentClient {

	private final RestClient payment;

	PaymentClient(@Lazy RestClient payment) {
		this.payment = payment;
	}

	@Traced("charge_payment")
	public void charge(@SpanAttribute("order.id") String orderId, @SpanAttribute("customer.id") String customerId,
			BigDecimal amount) {
		this.payment.post()
			.uri("/api/payments")
			.body(new Charge(orderId, customerId, amount))
			.retrieve()
			.onStatus((status) -> status.isSameCodeAs(HttpStatus.PAYMENT_REQUIRED), (request, response) -> {
				throw new OrderRejectedException(HttpStatus.PAYMENT_REQUIRED, "payment_declined",
						"The payment was declined");
			})
			.toBodilessEntity();
	}

	private record Charge(String orderId, String customerId, BigDecimal amount) {
	}

}
