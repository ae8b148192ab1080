// SPDX-License-Identifier: Apache-2.0
package io.otelspring.integration.tracecontext;

import java.util.concurrent.Callable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * An application that receives a request and calls on, with each of Spring's clients.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({ CallingApplication.Clients.class, CallingApplication.Calls.class })
class CallingApplication {

	@RestController
	static class Calls {

		private final RestTemplate restTemplate;

		private final RestClient restClient;

		private final WebClient webClient;

		Calls(RestTemplate restTemplate, RestClient restClient, WebClient.Builder webClient) {
			this.restTemplate = restTemplate;
			this.restClient = restClient;
			this.webClient = webClient.build();
		}

		@GetMapping("/RestTemplate")
		Mono<String> restTemplate(@RequestParam String next) {
			return blocking(() -> this.restTemplate.getForObject(next, String.class));
		}

		@GetMapping("/RestClient")
		Mono<String> restClient(@RequestParam String next) {
			return blocking(() -> this.restClient.get().uri(next).retrieve().body(String.class));
		}

		@GetMapping("/WebClient")
		Mono<String> webClient(@RequestParam String next) {
			return this.webClient.get().uri(next).retrieve().bodyToMono(String.class);
		}

		private static Mono<String> blocking(Callable<String> call) {
			return Mono.fromCallable(call).subscribeOn(Schedulers.boundedElastic());
		}

	}

	/**
	 * Boot has builders for these two in servlet applications only.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Clients {

		@Bean
		RestTemplate restTemplate(ObjectProvider<RestTemplateBuilder> builder) {
			return builder.getIfAvailable(RestTemplateBuilder::new).build();
		}

		@Bean
		RestClient restClient(ObjectProvider<RestClient.Builder> builder) {
			return builder.getIfAvailable(RestClient::builder).build();
		}

	}

}
