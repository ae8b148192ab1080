// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.List;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.semconv.ExceptionAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The last thing that telemetry passes before exporters get it, on the threads that
 * export. What our own instrumentations record has its URLs, headers and SQL masked
 * already, as samplers see them too; here is what all need who record: the messages of
 * exceptions, what the application asked for, and the well-known attributes of others.
 */
public final class Redaction {

	private static final String OUR_SCOPES = "io.otelspring.";

	private final UrlRedaction urls;

	private final AttributeRedaction attributes;

	private final ExceptionMessages exceptionMessages;

	private final DatabaseExceptions databases;

	/**
	 * Create the redaction.
	 * @param properties what is masked
	 * @param customizers who has the last word
	 * @param classLoader the application's
	 */
	public Redaction(RedactionProperties properties, List<RedactionCustomizer> customizers,
			@Nullable ClassLoader classLoader) {
		this.urls = new UrlRedaction(properties.queryParameters());
		this.attributes = new AttributeRedaction(this.urls, properties, List.copyOf(customizers));
		this.exceptionMessages = properties.exceptionMessages();
		this.databases = new DatabaseExceptions(classLoader);
	}

	/**
	 * Let an exporter see masked spans only.
	 * @param exporter the exporter
	 * @param longestDescription where descriptions of the status are cut
	 * @return what is to be given the spans
	 */
	public SpanExporter spans(SpanExporter exporter, int longestDescription) {
		return new RedactedSpanExporter(exporter, this, longestDescription);
	}

	/**
	 * Let an exporter see masked log records only.
	 * @param exporter the exporter
	 * @param longestBody where bodies are cut
	 * @return what is to be given the log records
	 */
	public LogRecordExporter logs(LogRecordExporter exporter, int longestBody) {
		return new RedactedLogRecordExporter(exporter, this, longestBody);
	}

	/**
	 * Let a reader see masked metrics only.
	 * @param reader the reader
	 * @return the reader to register
	 */
	public MetricReader metrics(MetricReader reader) {
		return this.attributes.isConfigured() ? new RedactedMetricReader(reader, this.attributes) : reader;
	}

	/**
	 * Mask what describes the source of telemetry.
	 * @param resource the resource
	 * @return the resource to use
	 */
	public Resource resource(Resource resource) {
		if (!this.attributes.isConfigured()) {
			return resource;
		}
		Attributes masked = this.attributes.apply(resource.getAttributes(), true);
		return (masked == resource.getAttributes()) ? resource : Resource.create(masked, resource.getSchemaUrl());
	}

	/**
	 * Mask attributes.
	 * @param attributes the attributes
	 * @param scope who recorded them
	 * @return the very same object where nothing is to be masked
	 */
	Attributes attributes(Attributes attributes, InstrumentationScopeInfo scope) {
		return this.attributes.apply(attributes, scope.getName().startsWith(OUR_SCOPES));
	}

	/**
	 * Cut a text, after it was masked: half of a secret would not be recognised.
	 * @param text the text
	 * @param longest its longest length
	 * @return the very same object where it is short enough
	 */
	static String cut(String text, int longest) {
		if (text.length() <= longest) {
			return text;
		}
		boolean pair = longest > 0 && Character.isHighSurrogate(text.charAt(longest - 1));
		return text.substring(0, pair ? longest - 1 : longest);
	}

	ExceptionTexts exception() {
		return new ExceptionTexts(this.exceptionMessages, this.databases);
	}

	/**
	 * Mask an exception that was recorded.
	 * @param attributes the attributes of the record
	 * @param texts where it is kept what was masked
	 * @return the very same object where nothing is to be masked
	 */
	Attributes exception(Attributes attributes, ExceptionTexts texts) {
		String type = attributes.get(ExceptionAttributes.EXCEPTION_TYPE);
		String stackTrace = attributes.get(ExceptionAttributes.EXCEPTION_STACKTRACE);
		String message = attributes.get(ExceptionAttributes.EXCEPTION_MESSAGE);
		String maskedTrace = (stackTrace != null) ? texts.stackTrace(text(stackTrace)) : null;
		String maskedMessage = (message != null) ? texts.message(type, text(message)) : null;
		AttributesBuilder masked = null;
		masked = replace(attributes, masked, ExceptionAttributes.EXCEPTION_MESSAGE, message, maskedMessage);
		masked = replace(attributes, masked, ExceptionAttributes.EXCEPTION_STACKTRACE, stackTrace, maskedTrace);
		return (masked != null) ? masked.build() : attributes;
	}

	private static @Nullable AttributesBuilder replace(Attributes attributes, @Nullable AttributesBuilder masked,
			AttributeKey<String> key, @Nullable String value, @Nullable String kept) {
		if (value == null || value.equals(kept)) {
			return masked;
		}
		AttributesBuilder builder = (masked != null) ? masked : attributes.toBuilder();
		return (kept != null) ? builder.put(key, kept) : builder.remove(key);
	}

	/**
	 * Mask the credentials of the URLs in a text.
	 * @param text the text
	 * @return what may leave of it
	 */
	String text(String text) {
		return this.urls.inText(text);
	}

}
