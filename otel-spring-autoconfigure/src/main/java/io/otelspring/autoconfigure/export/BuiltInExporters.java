// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.export;

import java.util.Set;

import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.export.console.ConsoleExporters;

/**
 * The exporters that come with the starter, by their types; they come before those of the
 * class path. A class of theirs is loaded when it is named only.
 */
final class BuiltInExporters {

	/** Types that need no batches, since each item is wanted at once. */
	static final Set<String> IMMEDIATE = Set.of(Destination.CONSOLE);

	private BuiltInExporters() {
	}

	static @Nullable SpanExporter spans(String type, ConfigProperties config) {
		return switch (type) {
			case Destination.CONSOLE -> new ConsoleExporters(System.out).spans();
			default -> null;
		};
	}

	static @Nullable MetricExporter metrics(String type, ConfigProperties config) {
		return switch (type) {
			case Destination.CONSOLE -> new ConsoleExporters(System.out).metrics();
			default -> null;
		};
	}

	static @Nullable MetricReader reader(String type, ConfigProperties config) {
		return null;
	}

	static @Nullable LogRecordExporter logs(String type, ConfigProperties config) {
		return switch (type) {
			case Destination.CONSOLE -> new ConsoleExporters(System.out).logs();
			default -> null;
		};
	}

}
