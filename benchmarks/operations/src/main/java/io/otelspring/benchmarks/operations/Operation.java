// SPDX-License-Identifier: Apache-2.0
package io.otelspring.benchmarks.operations;

import java.util.List;
import java.util.concurrent.Callable;

import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Something that an application does over and over.
 */
public enum Operation {

	/**
	 * A call of a bean's method with one annotation and one attribute.
	 */
	ANNOTATED_CALL(AnnotatedCalls.class, WebApplicationType.NONE) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return AnnotatedCalls.call(application, telemetry);
		}
	},

	/**
	 * The same with a {@code Mono} as its result, subscribed to and waited for.
	 */
	ANNOTATED_MONO(AnnotatedCalls.class, WebApplicationType.NONE) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return AnnotatedCalls.mono(application, telemetry);
		}
	},

	/**
	 * A GET through the real filters and the {@code DispatcherServlet}.
	 */
	MVC_REQUEST(HttpRequests.class, WebApplicationType.SERVLET) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return HttpRequests.mvc(application);
		}
	},

	/**
	 * A GET through the {@code HttpHandler} of a reactive application.
	 */
	WEBFLUX_REQUEST(HttpRequests.class, WebApplicationType.REACTIVE) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return HttpRequests.webFlux(application);
		}
	},

	/**
	 * A GET by a {@code RestClient} from Boot's builder, with a canned response.
	 */
	REST_CLIENT_CALL(Operation.class, WebApplicationType.NONE) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return HttpCalls.restClient(application);
		}
	},

	/**
	 * A GET by a {@code WebClient} from Boot's builder, with a canned response.
	 */
	WEB_CLIENT_CALL(Operation.class, WebApplicationType.NONE) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return HttpCalls.webClient(application);
		}
	},

	/**
	 * A prepared query of one row on H2, with a connection from HikariCP.
	 */
	JDBC_QUERY(Operation.class, WebApplicationType.NONE) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) throws Exception {
			return JdbcQueries.query(application);
		}
	},

	/**
	 * A unary call over the in-process transport, client and server.
	 */
	GRPC_CALL(GrpcCalls.class, WebApplicationType.NONE, 2) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return GrpcCalls.call(application);
		}
	},

	/**
	 * A record sent by a {@code KafkaTemplate}, with a producer that keeps it to itself.
	 */
	KAFKA_SEND(KafkaRecords.class, WebApplicationType.NONE) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return KafkaRecords.send(application);
		}
	},

	/**
	 * A record that a {@code KafkaListener} receives, with a consumer that makes it up.
	 */
	KAFKA_LISTENER(KafkaRecords.class, WebApplicationType.NONE) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return KafkaRecords.receive(application);
		}

		@Override
		int batch() {
			return KafkaRecords.BATCH;
		}
	},

	/**
	 * An observation of the application's own, started and stopped.
	 */
	OBSERVATION(Operation.class, WebApplicationType.NONE) {
		@Override
		Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) {
			return Observations.observation(application);
		}
	};

	private final Class<?> source;

	private final WebApplicationType type;

	private final int spans;

	Operation(Class<?> source, WebApplicationType type) {
		this(source, type, 1);
	}

	Operation(Class<?> source, WebApplicationType type, int spans) {
		this.source = source;
		this.type = type;
		this.spans = spans;
	}

	/**
	 * Takes from the application what is to be measured.
	 * @param application the application
	 * @param telemetry where its telemetry comes from
	 * @return the operation, as often as {@link #batch()} says
	 * @throws Exception if it cannot
	 */
	abstract Callable<?> prepare(ConfigurableApplicationContext application, Telemetry telemetry) throws Exception;

	/**
	 * How often one call does the operation.
	 * @return a positive number
	 */
	int batch() {
		return 1;
	}

	/**
	 * The spans that one operation should make.
	 * @return a positive number
	 */
	public int spans() {
		return this.spans;
	}

	List<Class<?>> sources() {
		return (this.source != Operation.class) ? List.of(this.source) : List.of();
	}

	WebApplicationType type() {
		return this.type;
	}

	List<String> properties() {
		boolean kafka = this == KAFKA_LISTENER;
		boolean grpc = this == GRPC_CALL;
		return List.of("spring.kafka.listener.auto-startup=" + kafka, "spring.grpc.server.enabled=" + grpc,
				"spring.grpc.client.enabled=" + grpc, "spring.datasource.url=jdbc:h2:mem:benchmark",
				"spring.reactor.context-propagation=auto");
	}

}
