// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * A call of a stored procedure that is recorded. What it has in common with prepared
 * statements is left to one; there is no class that hands on the more than a hundred
 * methods that it has besides.
 */
final class TracedCallableStatement implements InvocationHandler {

	private final CallableStatement delegate;

	private final TracedPreparedStatement common;

	private TracedCallableStatement(CallableStatement delegate, TracedPreparedStatement common) {
		this.delegate = delegate;
		this.common = common;
	}

	static CallableStatement create(TracedConnection connection, CallableStatement delegate, String sql) {
		return (CallableStatement) Proxy.newProxyInstance(TracedCallableStatement.class.getClassLoader(),
				new Class<?>[] { CallableStatement.class },
				new TracedCallableStatement(delegate, new TracedPreparedStatement(connection, delegate, sql)));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.getDeclaringClass() == Object.class) {
			return switch (method.getName()) {
				case "equals" -> arguments != null && proxy == arguments[0];
				case "hashCode" -> System.identityHashCode(proxy);
				default -> this.delegate.toString();
			};
		}
		Object target = (method.getDeclaringClass() == CallableStatement.class) ? this.delegate : this.common;
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw (ex.getCause() != null) ? ex.getCause() : new SQLException(ex);
		}
	}

}
