// SPDX-License-Identifier: Apache-2.0
package com.example.shop;

import org.springframework.boot.SpringApplication;

/**
 * The shop with all its parts, and the broker that they need.
 */
public final class TestShopApplication {

	private TestShopApplication() {
	}

	public static void main(String[] args) {
		SpringApplication.from(ShopApplication::main)
			.with(LocalBroker.class)
			.withAdditionalProfiles("grpc", "kafka")
			.run(args);
	}

}
