// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.sdk.global;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.Optional;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import org.jspecify.annotations.Nullable;

/**
 * What is known of somebody else who has set the global.
 *
 * @param type the class of what is served
 * @param setBy the class and method that set it, where known
 * @param noop whether nothing is recorded, which is so where somebody asked for the
 * global before it was set
 */
public record ForeignGlobal(String type, @Nullable String setBy, boolean noop) {

	static ForeignGlobal of(OpenTelemetry global, IllegalStateException refusal) {
		OpenTelemetry served = unwrap(global);
		return new ForeignGlobal(served.getClass().getName(), setBy(refusal).orElse(null),
				served == OpenTelemetry.noop());
	}

	/**
	 * The global hides what it serves in a private field. Where that cannot be read, its
	 * own class has to do.
	 */
	private static OpenTelemetry unwrap(OpenTelemetry global) {
		try {
			Field field = global.getClass().getDeclaredField("delegate");
			field.setAccessible(true);
			return (field.get(global) instanceof OpenTelemetry served) ? served : global;
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			return global;
		}
	}

	/**
	 * The refusal's cause was created where the global was set.
	 */
	private static Optional<String> setBy(IllegalStateException refusal) {
		Throwable cause = refusal.getCause();
		if (cause == null) {
			return Optional.empty();
		}
		return Arrays.stream(cause.getStackTrace())
			.filter((frame) -> !frame.getClassName().equals(GlobalOpenTelemetry.class.getName()))
			.findFirst()
			.map((frame) -> frame.getClassName() + "." + frame.getMethodName());
	}

}
