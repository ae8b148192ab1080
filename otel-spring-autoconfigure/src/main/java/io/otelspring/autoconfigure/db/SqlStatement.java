// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.db;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlDialect;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQuery;
import io.opentelemetry.instrumentation.api.incubator.semconv.db.SqlQueryAnalyzer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.redaction.SqlMasking;
import io.otelspring.autoconfigure.redaction.SqlQuoting;

/**
 * What an SQL text says about itself, with no value left in it. The analysis is that of
 * OpenTelemetry's library; it is given masked text only, so that it neither meets a value
 * nor remembers one.
 *
 * @param text the text with its literals masked
 * @param summary the operations and their targets, such as {@code SELECT person}
 * @param operation the operation, where there is a single one
 * @param collection the table, where there is a single one
 * @param storedProcedure the procedure that is called
 * @param repeatable whether the text can be expected to come again as it is
 */
public record SqlStatement(String text, @Nullable String summary, @Nullable String operation,
		@Nullable String collection, @Nullable String storedProcedure, boolean repeatable) {

	private static final Log logger = LogFactory.getLog(SqlStatement.class);

	private static final SqlQueryAnalyzer ANALYZER = SqlQueryAnalyzer.create(true);

	private static final Set<String> ON_A_TABLE = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE");

	// The analysis writes verbs in capitals, but not what follows them.
	private static final Pattern DEFINITION = Pattern.compile("\\b(CREATE|ALTER|DROP) (table|index|view|procedure)\\b",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Analyze a text.
	 * @param sql the text
	 * @param system the database that it is for
	 * @return what it says
	 */
	public static SqlStatement analyze(String sql, DatabaseSystem system) {
		String masked = "";
		try {
			masked = SqlMasking.mask(sql, system.quoting(),
					system != DatabaseSystem.H2 && system.quoting() == SqlQuoting.STANDARD);
			return describe(masked, sql);
		}
		catch (RuntimeException | LinkageError | StackOverflowError ex) {
			logger.debug("An SQL text could not be analyzed", ex);
			return new SqlStatement(masked, null, null, null, null, false);
		}
	}

	private static SqlStatement describe(String masked, String sql) {
		SqlQuery query = ANALYZER.analyzeWithSummary(masked, SqlDialect.DOUBLE_QUOTES_ARE_IDENTIFIERS);
		String text = (query.getQueryText() != null) ? query.getQueryText() : masked;
		String summary = inCapitals(query.getQuerySummary());
		String procedure = query.getStoredProcedureName();
		String operation = null;
		String collection = null;
		if (summary != null && summary.indexOf(';') < 0) {
			String[] parts = summary.split(" ");
			String first = parts[0].toUpperCase(Locale.ROOT);
			if (parts.length == 1 || procedure != null) {
				operation = first;
			}
			else if (parts.length == 2 && ON_A_TABLE.contains(first)) {
				operation = first;
				collection = parts[1];
			}
		}
		return new SqlStatement(text, summary, operation, collection, procedure, masked == sql);
	}

	private static @Nullable String inCapitals(@Nullable String summary) {
		return (summary != null)
				? DEFINITION.matcher(summary).replaceAll((definition) -> definition.group().toUpperCase(Locale.ROOT))
				: null;
	}

}
