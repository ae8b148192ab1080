// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.AttributeType;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.common.Value;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * Masks the values of attributes. What is to be done with an attribute is found out once
 * for its key.
 */
final class AttributeRedaction {

	private static final int MAX_KEYS = 2048;

	private static final Map<String, Rule> BY_NAME = Map.ofEntries(Map.entry("url.full", Rule.URL),
			Map.entry("url.original", Rule.URL), Map.entry("http.url", Rule.URL), Map.entry("http.target", Rule.URL),
			Map.entry("http.request.header.referer", Rule.URL), Map.entry("url.query", Rule.QUERY),
			Map.entry("url.path", Rule.PATH), Map.entry("db.connection_string", Rule.TEXT),
			Map.entry("db.query.text", Rule.SQL), Map.entry("db.statement", Rule.SQL));

	// Their queries are no SQL, and are left as their libraries record them.
	private static final Set<String> WITHOUT_SQL = Set.of("mongodb", "redis", "elasticsearch", "opensearch",
			"memcached", "couchbase", "couchdb", "dynamodb", "aws.dynamodb", "hbase", "influxdb", "neo4j", "geode");

	private static final List<AttributeKey<String>> SYSTEM = List.of(AttributeKey.stringKey("db.system.name"),
			AttributeKey.stringKey("db.system"));

	private static final List<String> HEADERS = List.of("http.request.header.", "http.response.header.",
			"rpc.request.metadata.", "rpc.response.metadata.");

	private static final Log logger = LogFactory.getLog(AttributeRedaction.class);

	private final BoundedCache<AttributeKey<?>, Rule> rules = new BoundedCache<>(MAX_KEYS, this::rule);

	private final UrlRedaction urls;

	private final NamePatterns headers;

	private final NamePatterns attributes;

	private final List<RedactionCustomizer> customizers;

	AttributeRedaction(UrlRedaction urls, RedactionProperties properties, List<RedactionCustomizer> customizers) {
		this.urls = urls;
		this.headers = new NamePatterns(properties.headers());
		this.attributes = new NamePatterns(properties.attributes());
		this.customizers = customizers;
	}

	/**
	 * Return whether the application asked for more than what the conventions name.
	 * @return whether it did
	 */
	boolean isConfigured() {
		return !this.attributes.isEmpty() || !this.customizers.isEmpty();
	}

	/**
	 * Mask attributes.
	 * @param attributes the attributes
	 * @param sqlMasked whether SQL has been masked already, by somebody who knows its
	 * dialect
	 * @return the very same object where nothing is to be masked
	 */
	Attributes apply(Attributes attributes, boolean sqlMasked) {
		if (attributes.isEmpty()) {
			return attributes;
		}
		Pass pass = new Pass(attributes, sqlMasked);
		attributes.forEach(pass::look);
		return pass.result();
	}

	private Rule rule(AttributeKey<?> key) {
		String name = key.getKey();
		if (this.attributes.matches(name)) {
			return Rule.MASK;
		}
		for (String prefix : HEADERS) {
			if (name.startsWith(prefix)) {
				String header = name.substring(prefix.length()).replace('_', '-').toLowerCase(Locale.ROOT);
				if (CapturedHeader.isCredential(header) || this.headers.matches(header)) {
					return Rule.MASK;
				}
			}
		}
		Rule rule = (key.getType() == AttributeType.STRING) ? BY_NAME.get(name) : null;
		return (rule != null) ? rule : Rule.KEEP;
	}

	// A number or a flag cannot be masked and keep its type, which receivers rely on.
	private static @Nullable Object mask(AttributeKey<?> key, Object value) {
		if (key.getType() == AttributeType.STRING) {
			return UrlRedaction.MASK;
		}
		return (key.getType() == AttributeType.STRING_ARRAY)
				? Collections.nCopies(((List<?>) value).size(), UrlRedaction.MASK) : null;
	}

	private static boolean fits(AttributeType type, Object value) {
		return switch (type) {
			case STRING -> value instanceof String;
			case LONG -> value instanceof Long;
			case DOUBLE -> value instanceof Double;
			case BOOLEAN -> value instanceof Boolean;
			case STRING_ARRAY -> isListOf(String.class, value);
			case LONG_ARRAY -> isListOf(Long.class, value);
			case DOUBLE_ARRAY -> isListOf(Double.class, value);
			case BOOLEAN_ARRAY -> isListOf(Boolean.class, value);
			default -> value instanceof Value<?>;
		};
	}

	private static boolean isListOf(Class<?> type, Object value) {
		return value instanceof List<?> list && list.stream().allMatch(type::isInstance);
	}

	@SuppressWarnings("unchecked")
	private static void put(AttributesBuilder builder, AttributeKey<?> key, Object value) {
		builder.put((AttributeKey<Object>) key, value);
	}

	private enum Rule {

		KEEP, MASK, URL, QUERY, PATH, TEXT, SQL

	}

	/**
	 * One walk through attributes, which copies them as soon as one is masked.
	 */
	private final class Pass {

		private final Attributes attributes;

		private final boolean sqlMasked;

		private @Nullable AttributesBuilder masked;

		private Pass(Attributes attributes, boolean sqlMasked) {
			this.attributes = attributes;
			this.sqlMasked = sqlMasked;
		}

		private void look(AttributeKey<?> key, Object value) {
			Object kept = customized(key, masked(key, value));
			if (kept != value) {
				if (this.masked == null) {
					this.masked = this.attributes.toBuilder();
				}
				this.masked.remove(key);
				if (kept != null) {
					put(this.masked, key, kept);
				}
			}
		}

		private @Nullable Object masked(AttributeKey<?> key, Object value) {
			Rule rule = AttributeRedaction.this.rules.get(key);
			if (rule == Rule.KEEP) {
				return value;
			}
			if (rule == Rule.MASK) {
				return mask(key, value);
			}
			String text = (String) value;
			UrlRedaction urls = AttributeRedaction.this.urls;
			String kept = switch (rule) {
				case URL -> urls.url(text);
				case QUERY -> urls.query(text);
				case PATH -> urls.path(text);
				case TEXT -> urls.inText(text);
				default -> isSql() ? SqlMasking.mask(text, SqlQuoting.UNKNOWN, false) : text;
			};
			return kept.equals(text) ? value : kept;
		}

		private boolean isSql() {
			if (this.sqlMasked) {
				return false;
			}
			for (AttributeKey<String> key : SYSTEM) {
				String system = this.attributes.get(key);
				if (system != null && WITHOUT_SQL.contains(system)) {
					return false;
				}
			}
			return true;
		}

		private @Nullable Object customized(AttributeKey<?> key, @Nullable Object value) {
			Object kept = value;
			List<RedactionCustomizer> customizers = AttributeRedaction.this.customizers;
			for (int i = 0; i < customizers.size() && kept != null; i++) {
				try {
					Object asked = kept;
					kept = customizers.get(i).redact(key, asked);
					if (kept != null && kept != asked && !fits(key.getType(), kept)) {
						kept = null;
					}
				}
				catch (Throwable ex) {
					logger.debug("A RedactionCustomizer threw an exception; the attribute " + key + " is left out", ex);
					return null;
				}
			}
			return kept;
		}

		private Attributes result() {
			return (this.masked != null) ? this.masked.build() : this.attributes;
		}

	}

}
