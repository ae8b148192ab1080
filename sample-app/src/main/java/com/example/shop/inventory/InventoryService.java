// SPDX-License-Identifier: Apache-2.0
package com.example.shop.inventory;

import com.example.shop.inventory.grpc.InventoryGrpc;
import com.example.shop.inventory.grpc.StockReply;
import com.example.shop.inventory.grpc.StockRequest;
import io.grpc.stub.StreamObserver;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Service;

/**
 * The inventory over gRPC.
 */
@Service
@Profile("grpc")
class InventoryService extends InventoryGrpc.InventoryImplBase {

	private final Stocks stocks;

	InventoryService(Stocks stocks) {
		this.stocks = stocks;
	}

	@Override
	public void find(StockRequest request, StreamObserver<StockReply> reply) {
		reply.onNext(StockReply.newBuilder().setInStock(this.stocks.inStock(request.getSku())).build());
		reply.onCompleted();
	}

}
