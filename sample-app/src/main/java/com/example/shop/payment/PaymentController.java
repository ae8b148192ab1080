// SPDX-License-Identifier: Apache-2.0
package com.example.shop.payment;

import java.math.BigDecimal;
import java.util.UUID;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class PaymentController {

	private final BigDecimal limit;

	PaymentController(@Value("${shop.payment.limit}") BigDecimal limit) {
		this.limit = limit;
	}

	@PostMapping("/api/payments")
	Payment charge(@RequestBody PaymentRequest request) {
		if (request.amount().compareTo(this.limit) > 0) {
			throw new ResponseStatusException(HttpStatus.PAYMENT_REQUIRED, "Nobody is charged more than " + this.limit);
		}
		return new Payment(UUID.randomUUID().toString());
	}

	record PaymentRequest(String orderId, String customerId, BigDecimal amount) {
	}

	record Payment(String paymentId) {
	}

}
