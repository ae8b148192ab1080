// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import com.example.shop.inventory.grpc.InventoryGrpc;
import com.example.shop.inventory.grpc.StockRequest;
import org.springframework.context.annotation.Profile;
import org.springframework.grpc.client.GrpcChannelFactory;
import org.springframework.stereotype.Component;

@Component
@Profile("grpc")
class GrpcInventory implements Inventory {

	private final InventoryGrpc.InventoryBlockingStub inventory;

	GrpcInventory(GrpcChannelFactory channels) {
		this.inventory = InventoryGrpc.newBlockingStub(channels.createChannel("inventory"));
	}

	@Override
	public int inStock(String sku) {
		return this.inventory.find(StockRequest.newBuilder().setSku(sku).build()).getInStock();
	}

}
