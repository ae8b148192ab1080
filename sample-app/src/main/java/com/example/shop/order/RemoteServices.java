// SPDX-License-Identifier: Apache-2.0
package com.example.shop.order;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.web.client.RestClient;

/**
 * The services that an order needs. Lazy, because this application's own port, which is
 * where they are by default, is known only once its web server runs.
 */
@Configuration(proxyBeanMethods = false)
@Lazy
class RemoteServices {

	@Bean
	RestClient inventory(RestClient.Builder builder, @Value("${shop.inventory.url}") String url) {
		return builder.baseUrl(url).build();
	}

	@Bean
	RestClient payment(RestClient.Builder builder, @Value("${shop.payment.url}") String url) {
		return builder.baseUrl(url).build();
	}

}
