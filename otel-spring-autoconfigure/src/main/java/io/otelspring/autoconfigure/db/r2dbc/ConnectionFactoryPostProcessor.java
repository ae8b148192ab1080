// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.r2dbc;

import java.lang.reflect.Method;

import io.opentelemetry.api.OpenTelemetry;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import org.aopalliance.aop.Advice;
import org.aopalliance.intercept.MethodInterceptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.BridgeMethodResolver;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;
import reactor.core.publisher.Mono;

import io.otelspring.autoconfigure.TelemetrySource;
import io.otelspring.autoconfigure.db.ConnectionSourcePostProcessor;
import io.otelspring.autoconfigure.db.DatabaseTelemetry;
import io.otelspring.autoconfigure.db.SqlOperations;

/**
 * Makes the connections of each connection factory that is a bean record their
 * statements. What a pool does with its connections is behind it and not recorded.
 */
final class ConnectionFactoryPostProcessor extends ConnectionSourcePostProcessor<ConnectionFactory> {

	private static final Log logger = LogFactory.getLog(ConnectionFactoryPostProcessor.class);

	private final TelemetrySource<DatabaseTelemetry> telemetry;

	ConnectionFactoryPostProcessor(ObjectProvider<OpenTelemetry> openTelemetry) {
		super(ConnectionFactory.class);
		this.telemetry = TelemetrySource.of(openTelemetry, (sdk) -> new DatabaseTelemetry(sdk, "io.otelspring.r2dbc"));
	}

	@Override
	protected boolean concerns(Method method) {
		return method.getName().equals("create") && method.getParameterCount() == 0
				&& Publisher.class.isAssignableFrom(method.getReturnType());
	}

	@Override
	protected @Nullable Advice advice(ConnectionFactory factory, boolean knownByClass) {
		if (knownByClass && givesDriversOwn(factory.getClass())) {
			logger.info("Statements of a " + factory.getClass().getName()
					+ " are not recorded, because its connections have to be the driver's own. Declare the bean as a "
					+ ConnectionFactory.class.getName() + ".");
			return null;
		}
		SqlOperations operations = new SqlOperations(R2dbcTargets.of(factory));
		return (MethodInterceptor) (invocation) -> {
			Object connections = invocation.proceed();
			return (connections instanceof Publisher<?> publisher) ? record(publisher, operations) : connections;
		};
	}

	private static boolean givesDriversOwn(Class<?> type) {
		Method create = ReflectionUtils.findMethod(type, "create");
		if (create == null) {
			return false;
		}
		Method declared = BridgeMethodResolver.findBridgedMethod(create);
		Class<?> connection = ResolvableType.forMethodReturnType(declared, type).getGeneric(0).resolve();
		return connection != null && !connection.isAssignableFrom(RecordingConnection.class);
	}

	private Publisher<?> record(Publisher<?> connections, SqlOperations operations) {
		DatabaseTelemetry telemetry = this.telemetry.get();
		if (telemetry == null) {
			return connections;
		}
		StatementRecorder recorder = new StatementRecorder(telemetry, operations);
		return Mono.from(connections).map((connection) -> record(connection, recorder));
	}

	// A factory that stands before another which is a bean too gets what records already.
	private static Object record(Object connection, StatementRecorder recorder) {
		return (connection instanceof Connection actual && !RecordingConnection.isIn(actual))
				? new RecordingConnection(actual, recorder) : connection;
	}

}
