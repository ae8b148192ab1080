// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

/**
 * Tells how much of a thing there is.
 */
interface Inventory {

	int inStock(String sku);

}
