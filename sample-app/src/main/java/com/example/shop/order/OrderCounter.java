// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import org.springframework.stereotype.Component;

import io.otelspring.annotation.Counted;
import io.otelspring.annotation.MetricAttribute;

/**
 * Counts how orders ended. A bean of its own, since annotations work on calls from
 * outside a bean.
 */
@Component
class OrderCounter {

	@Counted(name = "orders.created", unit = "{order}", description = "Orders, by how they ended")
	public void count(@MetricAttribute("status") String status) {
	}

}
