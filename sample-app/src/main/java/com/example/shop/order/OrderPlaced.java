// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

/**
 * Tells the rest of the shop that an order was saved.
 *
 * @param orderId the order's id
 * @param customerId whose order it is
 */
public record OrderPlaced(String orderId, String customerId) {

}
