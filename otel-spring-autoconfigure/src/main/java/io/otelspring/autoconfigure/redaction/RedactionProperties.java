// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is masked in addition to what the semantic conventions name.
 *
 * @param queryParameters Names of query parameters whose values are masked in recorded
 * URLs. An asterisk in a name stands for any characters, and case does not matter.
 * @param headers Names of headers whose captured values are masked. An asterisk in a name
 * stands for any characters, and case does not matter.
 * @param attributes Names of attributes whose values are masked in spans, their events
 * and links, log records with their MDC entries, metrics and the resource. An asterisk in
 * a name stands for any characters, and case does not matter.
 * @param exceptionMessages Which messages of exceptions are cut before they leave, in
 * spans and in log records: none, those of databases and brokers, or all of them.
 */
@ConfigurationProperties("otel.redaction")
public record RedactionProperties(@DefaultValue List<String> queryParameters, @DefaultValue List<String> headers,
		@DefaultValue List<String> attributes, @DefaultValue("database") ExceptionMessages exceptionMessages) {

	private static final Pattern HEADER = Pattern.compile("[\\p{Alnum}!#$%&'*+.^_`|~-]+");

	private static final Pattern NAME = Pattern
		.compile("[\\p{L}\\p{N}_*/:@~!%+\\[\\]-][\\p{L}\\p{N}._*/:@~!%+\\[\\]-]*");

	/**
	 * Create the properties.
	 * @param queryParameters names and patterns of query parameters
	 * @param headers names and patterns of headers
	 * @param attributes names and patterns of attributes
	 * @param exceptionMessages which messages are cut
	 */
	@ConstructorBinding
	public RedactionProperties {
	}

	/**
	 * Create properties that leave attributes alone and cut the messages of databases.
	 * @param queryParameters names and patterns of query parameters
	 * @param headers names and patterns of headers
	 */
	public RedactionProperties(List<String> queryParameters, List<String> headers) {
		this(queryParameters, headers, List.of(), ExceptionMessages.DATABASE);
	}

	/**
	 * Find entries that mask nothing, or everything, though somebody meant something
	 * else.
	 * @return what is wrong, by the name of the property
	 */
	public Map<String, String> problems() {
		Map<String, String> problems = new LinkedHashMap<>();
		check("otel.redaction.query-parameters", this.queryParameters, NAME, problems);
		check("otel.redaction.headers", this.headers, HEADER, problems);
		check("otel.redaction.attributes", this.attributes, NAME, problems);
		return problems;
	}

	/**
	 * Say what to write in place of an entry that was not meant so.
	 * @return the sentences
	 */
	public static String remedy() {
		return "Write names such as customer.email, in which an asterisk stands for any characters, such as *token*. "
				+ "Regular expressions are not understood.";
	}

	private static void check(String property, List<String> names, Pattern accepted, Map<String, String> problems) {
		int number = 0;
		for (String name : names) {
			String reason = null;
			number++;
			if (!accepted.matcher(name.trim()).matches()) {
				reason = "is neither a name nor a pattern";
			}
			else if (name.trim().chars().allMatch((c) -> c == '*')) {
				reason = "would mask everything";
			}
			if (reason != null) {
				// Not the entry itself: it may hold a value
				problems.putIfAbsent(property, ((names.size() > 1) ? "entry " + number + " " : "it ") + reason);
			}
		}
	}

}
