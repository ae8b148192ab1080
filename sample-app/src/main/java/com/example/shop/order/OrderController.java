// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.net.URI;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/orders")
class OrderController {

	private final OrderService service;

	private final OrderRepository orders;

	OrderController(OrderService service, OrderRepository orders) {
		this.service = service;
		this.orders = orders;
	}

	@PostMapping
	ResponseEntity<Order> place(@RequestBody OrderRequest request) {
		Order order = this.service.place(request);
		return ResponseEntity.created(URI.create("/api/orders/" + order.orderId())).body(order);
	}

	@GetMapping("/{id}")
	Order find(@PathVariable String id) {
		return this.orders.find(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "There is no such order"));
	}

}
