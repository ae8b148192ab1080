// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import java.util.List;

/**
 * What a customer sends; nothing about it is certain yet.
 */
record OrderRequest(String customerId, List<OrderItem> items) {

	OrderRequest {
		items = (items != null) ? items : List.of();
	}

}
