// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.List;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.otelspring.autoconfigure.BoundedCache;

/**
 * Tells the exceptions of databases from others, by their names since only text is left
 * where this is asked, and cuts their messages, which repeat values
 * ({@code Key (email)=(joe@example.com) already exists}) and whole statements. Those of
 * brokers, and of what converts and validates, count among them: they repeat the message
 * or the request that they could not take.
 */
public final class DatabaseExceptions {

	/**
	 * Stands for the class of an exception that is none of a database but was thrown in
	 * its library.
	 */
	static final String ANY = "java.sql.SQLException";

	private static final int MAX_TYPES = 1024;

	private static final List<String> PACKAGES = List.of("java.sql.", "javax.sql.", "org.springframework.dao.",
			"org.springframework.jdbc.", "org.springframework.orm.", "org.springframework.r2dbc.",
			"org.springframework.data.", "org.springframework.transaction.", "jakarta.persistence.", "org.hibernate.",
			"org.eclipse.persistence.", "org.jooq.", "org.apache.ibatis.", "org.mybatis.", "io.r2dbc.",
			"dev.miku.r2dbc.", "com.zaxxer.hikari.", "org.postgresql.", "com.mysql.", "org.mariadb.",
			"com.microsoft.sqlserver.", "oracle.", "com.ibm.db2.", "org.h2.", "org.hsqldb.", "org.apache.derby.",
			"org.sqlite.", "com.sap.db.", "com.clickhouse.", "io.trino.", "org.firebirdsql.", "com.mongodb.",
			"io.lettuce.", "redis.clients.", "com.datastax.", "org.neo4j.", "org.flywaydb.", "liquibase.",
			"org.springframework.messaging.", "org.springframework.kafka.", "org.apache.kafka.",
			"org.springframework.amqp.", "com.rabbitmq.", "org.springframework.jms.", "jakarta.jms.",
			"org.apache.activemq.", "org.springframework.pulsar.", "org.apache.pulsar.",
			"org.springframework.core.convert.", "org.springframework.util.", "tools.jackson.",
			"com.fasterxml.jackson.", "org.springframework.http.converter.",
			"org.springframework.beans.TypeMismatchException",
			"org.springframework.web.bind.MethodArgumentNotValidException",
			"org.springframework.web.bind.support.WebExchangeBindException");

	private final BoundedCache<String, Boolean> types = new BoundedCache<>(MAX_TYPES, this::isOfDatabase);

	private final @Nullable ClassLoader classLoader;

	/**
	 * Create the exceptions of one application.
	 * @param classLoader finds what an exception extends
	 */
	public DatabaseExceptions(@Nullable ClassLoader classLoader) {
		this.classLoader = classLoader;
	}

	/**
	 * Return whether an exception is one of a database.
	 * @param type the name of its class
	 * @return whether the class or one that it extends is in a database's package
	 */
	boolean contain(String type) {
		Boolean known = this.types.getIfRoom(type);
		return (known != null) ? known : isInPackage(type);
	}

	/**
	 * Return whether it is a database's library that something went wrong in, as where it
	 * parses a value by a method of the JDK.
	 * @param frames the frames of an exception
	 * @return whether the first frame outside of the JDK is one of such a library
	 */
	static boolean isThrownByOne(String frames) {
		int at = frames.indexOf("at ");
		while (at != -1) {
			int end = frames.indexOf('\n', at);
			String frame = frames.substring(at + 3, (end != -1) ? end : frames.length());
			String method = frame.substring(frame.lastIndexOf('/', Math.max(0, frame.indexOf('('))) + 1);
			if (!method.startsWith("java.") && !method.startsWith("jdk.") && !method.startsWith("sun.")) {
				return isInPackage(method);
			}
			at = (end != -1) ? frames.indexOf("at ", end) : -1;
		}
		return false;
	}

	private boolean isOfDatabase(String type) {
		if (isInPackage(type)) {
			return true;
		}
		try {
			Class<?> superclass = Class.forName(type, false, this.classLoader).getSuperclass();
			while (superclass != null) {
				if (isInPackage(superclass.getName())) {
					return true;
				}
				superclass = superclass.getSuperclass();
			}
		}
		catch (ClassNotFoundException | LinkageError ex) {
			// Whatever it is, it is not of this application.
		}
		return false;
	}

	private static boolean isInPackage(String type) {
		for (String name : PACKAGES) {
			if (type.startsWith(name)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Cut a message before its first part that may be a value. What comes before is the
	 * library's own wording.
	 * @param message the message
	 * @return the beginning of the message, or all of it where it is plain
	 */
	public static String cut(String message) {
		int end = endOfPlain(message, 0);
		return (end == message.length()) ? message : message.substring(0, end).stripTrailing() + " …";
	}

	private static int endOfPlain(String message, int start) {
		int end = start;
		while (end < message.length() && isPlain(message.charAt(end)) && !message.startsWith("://", end)) {
			end++;
		}
		return end;
	}

	// Values are quoted, bracketed, or follow an equals sign; numbers may be values, and
	// a
	// URL may contain some.
	private static boolean isPlain(char c) {
		return Character.isLetter(c) || c == ' ' || c == ':' || c == ',' || c == '.' || c == '-' || c == '/'
				|| c == ';';
	}

	/**
	 * Cut a text that quotes an exception of a database as {@code class: message}.
	 * @param text the text
	 * @return the text up to the first value in that message
	 */
	String cutBehindName(String text) {
		int message = messageBehindName(text, this::contain, 0);
		while (message != -1) {
			int end = endOfPlain(text, message);
			if (end < text.length()) {
				return text.substring(0, end).stripTrailing() + " …";
			}
			message = messageBehindName(text, this::contain, message);
		}
		return text;
	}

	/**
	 * Cut a text that quotes any exception as {@code class: message}.
	 * @param text the text
	 * @return the text up to that message
	 */
	static String cutBehindAnyName(String text) {
		int message = messageBehindName(text, (name) -> true, 0);
		return (message != -1) ? text.substring(0, message) + "…" : text;
	}

	private static int messageBehindName(String text, Predicate<String> types, int from) {
		int colon = text.indexOf(": ", from);
		while (colon != -1) {
			int start = colon;
			while (start > 0 && isPartOfName(text.charAt(start - 1))) {
				start--;
			}
			String name = text.substring(start, colon);
			if (name.indexOf('.') > 0 && (name.endsWith("Exception") || name.endsWith("Error")) && types.test(name)) {
				return colon + 2;
			}
			colon = text.indexOf(": ", colon + 2);
		}
		return -1;
	}

	private static boolean isPartOfName(char c) {
		return Character.isJavaIdentifierPart(c) || c == '.';
	}

}
