// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExceptionTexts} and {@link DatabaseExceptions}.
 */
class ExceptionTextsTests {

	private static final String REPEATED = "ERROR: duplicate key value violates unique constraint \"customer_email\"\n"
			+ "  Detail: Key (email)=(joe@secret.example) already exists.";

	private final DatabaseExceptions databases = new DatabaseExceptions(getClass().getClassLoader());

	private final ExceptionTexts texts = new ExceptionTexts(ExceptionMessages.DATABASE, this.databases);

	@Test
	void messageOfADatabaseIsCutBeforeTheFirstValue() {
		assertThat(this.texts.message("org.postgresql.util.PSQLException", REPEATED))
			.isEqualTo("ERROR: duplicate key value violates unique constraint …");
		assertThat(this.texts.message("java.sql.SQLException", "Connection is closed"))
			.isEqualTo("Connection is closed");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					org.springframework.messaging.converter.MessageConversionException | Cannot convert from [java.lang.String] to [Order] for GenericMessage [payload=secret, headers={kafka_receivedMessageKey=secret}]
					org.springframework.kafka.listener.ListenerExecutionFailedException | Listener method 'on(secret)' threw exception
					org.springframework.amqp.support.converter.MessageConversionException | failed to convert (Body:'secret')
					org.springframework.jms.support.converter.MessageConversionException | Cannot convert "secret"
					org.apache.kafka.common.errors.SerializationException | Size of data is not 4: 'secret'
					org.springframework.core.convert.ConversionFailedException | Failed to convert from type [String] to type [int] for value [secret]
					org.springframework.web.method.annotation.MethodArgumentTypeMismatchException | Method parameter 'n': For input string: "secret"
					org.springframework.web.bind.MethodArgumentNotValidException | Validation failed for argument [0]: rejected value [secret]
					org.springframework.http.converter.HttpMessageNotReadableException | JSON parse error: Unrecognized token 'secret'
					tools.jackson.core.exc.StreamReadException | Unrecognized token 'secret'
					""")
	void messageOfWhatRepeatsAMessageOrARequestIsCut(String type, String message) {
		assertThat(this.texts.message(type, message)).doesNotContain("secret").endsWith(" …");
	}

	@Test
	void otherMessagesStay() {
		String message = "order 7 of 'joe' is late: (really)";
		assertThat(this.texts.message("java.lang.IllegalStateException", message)).isSameAs(message);
	}

	@Test
	void classThatExtendsOneOfADatabaseIsOneToo() {
		assertThat(this.databases.contain(OwnException.class.getName())).isTrue();
		assertThat(this.databases.contain("com.example.NotThere")).isFalse();
	}

	@Test
	void messagesInAStackTraceAreCutAndFramesStay() {
		Exception exception = new DataIntegrityViolationException("could not execute statement [" + REPEATED + "]",
				new SQLException(REPEATED, "23505"));
		exception.addSuppressed(new OwnException("value 'secret'"));
		String trace = trace(exception);
		String masked = this.texts.stackTrace(trace);
		assertThat(masked).doesNotContain("secret", "customer_email")
			.startsWith("org.springframework.dao.DataIntegrityViolationException: could not execute statement …\n\tat ")
			.contains("\nCaused by: java.sql.SQLException: ERROR: duplicate key value violates unique constraint …\n\t")
			.contains("Suppressed: " + OwnException.class.getName() + ": value …\n")
			.endsWith("\n");
		assertThat(masked.lines().filter((line) -> line.strip().startsWith("at ")).toList())
			.isEqualTo(trace.lines().filter((line) -> line.strip().startsWith("at ")).toList());
	}

	@Test
	void exceptionThatRepeatsTheMessageOfItsCauseIsMaskedThere() {
		Exception exception = new IllegalStateException("saving failed: " + REPEATED + " (7)",
				new RuntimeException(new SQLException(REPEATED)));
		String masked = this.texts.stackTrace(trace(exception));
		assertThat(masked).doesNotContain("secret")
			.startsWith("java.lang.IllegalStateException: saving failed: ERROR: duplicate key value violates unique "
					+ "constraint … (7)\n")
			.contains("Caused by: java.lang.RuntimeException: java.sql.SQLException: ERROR: duplicate key");
		assertThat(this.texts.repeated("Servlet.service() threw: saving failed: " + REPEATED + " (7)"))
			.isEqualTo("Servlet.service() threw: saving failed: ERROR: duplicate key value violates unique constraint …"
					+ " (7)");
	}

	@Test
	void textThatNamesAnExceptionOfADatabaseIsCutBehindIt() {
		assertThat(this.texts.message("java.util.concurrent.CompletionException", "java.sql.SQLException: no 'secret'"))
			.isEqualTo("java.sql.SQLException: no …");
	}

	@Test
	void stackTraceWithoutMessagesStaysAsItIs() {
		String trace = trace(new IllegalStateException(new RuntimeException()));
		assertThat(this.texts.stackTrace(trace)).isEqualTo(trace);
	}

	@Test
	void exceptionsWithoutFramesAreTakenApart() {
		Throwable exception = new Bare("outer", new Bare("inner", new SQLException("x='secret'")));
		String masked = this.texts.stackTrace(trace(exception));
		assertThat(masked).doesNotContain("secret").contains("Caused by: java.sql.SQLException: x …");
		assertThat(masked)
			.startsWith(Bare.class.getName() + ": outer\nCaused by: " + Bare.class.getName() + ": inner\n");
	}

	@Test
	void causesThatGoInCirclesAreMasked() {
		SQLException one = new SQLException("x='secret'");
		RuntimeException other = new RuntimeException("other", one);
		one.initCause(other);
		assertThat(this.texts.stackTrace(trace(one))).doesNotContain("secret").contains("CIRCULAR REFERENCE");
	}

	@Test
	void allMessagesCanBeLeftOut() {
		ExceptionTexts all = new ExceptionTexts(ExceptionMessages.ALL, this.databases);
		assertThat(all.message("java.lang.IllegalStateException", "anything")).isNull();
		String masked = all
			.stackTrace(trace(new IllegalStateException("one secret", new RuntimeException("two\nsecret"))));
		assertThat(masked).doesNotContain("secret")
			.startsWith("java.lang.IllegalStateException\n\tat ")
			.contains("\nCaused by: java.lang.RuntimeException\n\t");
		assertThat(all.repeated("it said anything")).isEqualTo("it said ");
		assertThat(all.repeated("failed: com.example.OrderException: no 7"))
			.isEqualTo("failed: com.example.OrderException: …");
	}

	@Test
	void nothingIsCutOnRequest() {
		ExceptionTexts none = new ExceptionTexts(ExceptionMessages.NONE, this.databases);
		assertThat(none.message("java.sql.SQLException", REPEATED)).isSameAs(REPEATED);
		String trace = trace(new SQLException(REPEATED));
		assertThat(none.stackTrace(trace)).isSameAs(trace);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "\n", "\n\n\tat x", "Caused by: ", ": ", "java.sql.SQLException", "\tat a.b(C.java)\n",
			"Caused by: java.sql.SQLException: \nCaused by: ",
			"x\r\n\tat y(Z)\r\nCaused by: q: r\r\n\t... 3 more\r\n" })
	void anyTextCanBeMasked(String text) {
		assertThat(this.texts.stackTrace(text)).isNotNull();
	}

	private static String trace(Throwable exception) {
		StringWriter trace = new StringWriter();
		exception.printStackTrace(new PrintWriter(trace));
		return trace.toString();
	}

	private static final class OwnException extends SQLException {

		OwnException(String message) {
			super(message);
		}

	}

	private static final class Bare extends RuntimeException {

		Bare(String message, Throwable cause) {
			super(message, cause, false, false);
		}

	}

}
