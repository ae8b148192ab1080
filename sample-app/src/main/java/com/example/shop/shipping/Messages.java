// SPDX-License-Identifier: Apache-2.0
package com.example.shop.shipping;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;
import org.springframework.kafka.support.converter.JacksonJsonMessageConverter;
import org.springframework.kafka.support.converter.RecordMessageConverter;

@Configuration(proxyBeanMethods = false)
@Profile("kafka")
class Messages {

	@Bean
	RecordMessageConverter json() {
		return new JacksonJsonMessageConverter();
	}

}
