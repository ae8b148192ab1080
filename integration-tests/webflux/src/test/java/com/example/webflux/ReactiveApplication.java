// SPDX-License-Identifier: Apache-2.0
package com.example.webflux;

import java.util.Map;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.handler.SimpleUrlHandlerMapping;
import org.springframework.web.reactive.socket.WebSocketHandler;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@SpringBootConfiguration
@EnableAutoConfiguration
@Import({ OrderController.class, FailureController.class, FailureAdvice.class, OrderService.class, OrderBatch.class,
		ContextProbe.class, ProbeEndpoint.class })
class ReactiveApplication {

	@Bean
	RouterFunction<ServerResponse> functionalRoutes(OrderService service, ContextProbe probe) {
		return RouterFunctions.route()
			.path("/functional",
					(routes) -> routes
						.GET("/{id}",
								(request) -> ServerResponse.ok()
									.body(service.find(request.pathVariable("id")), String.class))
						.GET("/stream/{id}",
								(request) -> ServerResponse.ok()
									.contentType(MediaType.TEXT_EVENT_STREAM)
									.body(Flux.just("a", "b"), String.class)))
			.GET("/functional-failure", (request) -> Mono.error(new FailureController.OrderFailed("functional")))
			.GET("/quiet/{id}", (request) -> probe.respond())
			.build();
	}

	@Bean
	HandlerMapping webSockets() {
		WebSocketHandler echo = (session) -> session.send(session.receive().take(1).map((message) -> {
			message.retain();
			return message;
		}));
		return new SimpleUrlHandlerMapping(Map.of("/echo", echo), -1);
	}

}
