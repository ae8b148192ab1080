// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.util.UUID;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;

import io.otelspring.annotation.Timed;

/**
 * Takes an order from the request to the database, or rejects it.
 */
@Service
class OrderService {

	private static final Logger logger = LoggerFactory.getLogger(OrderService.class);

	private final OrderValidator validator;

	private final InventoryClient inventory;

	private final PaymentClient payments;

	private final OrderRepository orders;

	private final ApplicationEventPublisher events;

	private final OrderCounter counter;

	OrderService(OrderValidator validator, InventoryClient inventory, PaymentClient payments, OrderRepository orders,
			ApplicationEventPublisher events, OrderCounter counter) {
		this.validator = validator;
		this.inventory = inventory;
		this.payments = payments;
		this.orders = orders;
		this.events = events;
		this.counter = counter;
	}

	@Timed("orders.processing")
	public Order place(OrderRequest request) {
		String status = "failed";
		try {
			Order order = process(request);
			status = "created";
			logger.atInfo()
				.addKeyValue("order.id", order.orderId())
				.addKeyValue("customer.id", order.customerId())
				.log("Order created");
			return order;
		}
		catch (OrderRejectedException ex) {
			status = ex.reason();
			logger.atWarn().addKeyValue("customer.id", request.customerId()).log("Order rejected: {}", ex.getMessage());
			throw ex;
		}
		finally {
			this.counter.count(status);
		}
	}

	private Order process(OrderRequest request) {
		this.validator.validate(request.customerId(), request.items());
		if (!this.inventory.isAvailable(request.items())) {
			throw new OrderRejectedException(HttpStatus.CONFLICT, "out_of_stock", "Not everything is in stock");
		}
		Order order = new Order(UUID.randomUUID().toString(), request.customerId(), request.items());
		this.payments.charge(order.orderId(), order.customerId(), order.total());
		this.orders.save(order);
		this.events.publishEvent(new OrderPlaced(order.orderId(), order.customerId()));
		return order;
	}

}
