// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.redaction;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

import org.jspecify.annotations.Nullable;

/**
 * The texts of one recorded exception: its message, its stack trace with the messages of
 * all causes, and what else repeats them.
 */
final class ExceptionTexts {

	private static final String CAUSE = "Caused by: ";

	private static final String SUPPRESSED = "Suppressed: ";

	private static final List<String> INTRODUCTIONS = List.of(CAUSE, SUPPRESSED, "[CIRCULAR REFERENCE: ");

	private static final String SEPARATOR = ": ";

	// The longest first, since one message may be the beginning of another.
	private final Map<String, String> replaced = new TreeMap<>(
			(one, other) -> (one.length() != other.length()) ? other.length() - one.length() : one.compareTo(other));

	private final ExceptionMessages mode;

	private final DatabaseExceptions databases;

	ExceptionTexts(ExceptionMessages mode, DatabaseExceptions databases) {
		this.mode = mode;
		this.databases = databases;
	}

	/**
	 * Mask the message of an exception.
	 * @param type the class of the exception
	 * @param message its message
	 * @return what may leave of it, or {@code null} for nothing
	 */
	@Nullable String message(@Nullable String type, String message) {
		if (this.mode == ExceptionMessages.NONE) {
			return message;
		}
		if (this.mode == ExceptionMessages.ALL) {
			this.replaced.put(message, "");
			return null;
		}
		if (type != null && this.databases.contain(type)) {
			return remember(message, DatabaseExceptions.cut(message));
		}
		return repeated(message);
	}

	private String remember(String message, String masked) {
		if (!masked.equals(message)) {
			this.replaced.put(message, masked);
		}
		return masked;
	}

	/**
	 * Mask what a text repeats of the messages that were masked so far.
	 * @param text the text
	 * @return what may leave of it
	 */
	String repeated(String text) {
		if (this.mode == ExceptionMessages.NONE) {
			return text;
		}
		String masked = text;
		for (Map.Entry<String, String> message : this.replaced.entrySet()) {
			if (!message.getKey().isBlank()) {
				masked = masked.replace(message.getKey(), message.getValue());
			}
		}
		return (this.mode == ExceptionMessages.DATABASE) ? this.databases.cutBehindName(masked)
				: DatabaseExceptions.cutBehindAnyName(masked);
	}

	/**
	 * Mask the messages in a stack trace, those of causes first, since exceptions like to
	 * repeat the message of their cause.
	 * @param stackTrace the stack trace as {@link Throwable#printStackTrace()} writes it
	 * @return what may leave of it
	 */
	String stackTrace(String stackTrace) {
		if (this.mode == ExceptionMessages.NONE) {
			return stackTrace;
		}
		List<Part> parts = parts(stackTrace);
		for (int i = parts.size() - 1; i >= 0; i--) {
			parts.get(i).mask(this::message);
		}
		StringBuilder masked = new StringBuilder(stackTrace.length());
		parts.forEach((part) -> part.appendTo(masked));
		return masked.toString();
	}

	private static List<Part> parts(String trace) {
		List<Part> parts = new ArrayList<>();
		String type = null;
		int start = 0;
		while (start < trace.length()) {
			int newline = trace.indexOf('\n', start);
			while (newline != -1 && !isFrame(trace, newline + 1) && !isHeader(trace, newline + 1)) {
				newline = trace.indexOf('\n', newline + 1);
			}
			int end = (newline != -1) ? newline : trace.length();
			int next = (newline != -1) ? endOfFrames(trace, newline) : end;
			while (end > start && Character.isWhitespace(trace.charAt(end - 1))) {
				end--;
			}
			Part part = Part.of(trace.substring(start, end), trace.substring(end, next), type);
			parts.add(part);
			type = part.type;
			start = next;
		}
		return parts;
	}

	private static int endOfFrames(String trace, int newline) {
		int line = newline;
		while (line != -1 && isFrame(trace, line + 1)) {
			line = trace.indexOf('\n', line + 1);
		}
		return (line != -1) ? line + 1 : trace.length();
	}

	private static boolean isFrame(String trace, int line) {
		int index = afterTabs(trace, line);
		return index > line && (trace.startsWith("at ", index) || trace.startsWith("... ", index));
	}

	private static boolean isHeader(String trace, int line) {
		int index = afterTabs(trace, line);
		return trace.startsWith(CAUSE, index) || trace.startsWith(SUPPRESSED, index);
	}

	private static int afterTabs(String trace, int line) {
		int index = line;
		while (index < trace.length() && trace.charAt(index) == '\t') {
			index++;
		}
		return index;
	}

	/**
	 * One exception of a stack trace.
	 */
	private static final class Part {

		private final String before;

		private final @Nullable String type;

		private @Nullable String message;

		private final String after;

		private Part(String before, @Nullable String type, @Nullable String message, String after) {
			this.before = before;
			this.type = type;
			this.message = message;
			this.after = after;
		}

		// What is no exception continues the message of the one before.
		private static Part of(String header, String frames, @Nullable String typeBefore) {
			int start = 0;
			for (String introduction : INTRODUCTIONS) {
				int index = header.indexOf(introduction, start);
				if (index != -1 && header.substring(start, index).isBlank()) {
					start = index + introduction.length();
				}
			}
			int colon = header.indexOf(SEPARATOR, start);
			int end = (colon != -1) ? colon : header.length();
			if (!isName(header, start, end)) {
				return new Part(header.substring(0, start), typeBefore, header.substring(start), frames);
			}
			String type = header.substring(start, end);
			return (colon != -1) ? new Part(header.substring(0, colon), type, header.substring(colon), frames)
					: new Part(header, type, null, frames);
		}

		private static boolean isName(String text, int start, int end) {
			for (int i = start; i < end; i++) {
				if (!Character.isJavaIdentifierPart(text.charAt(i)) && text.charAt(i) != '.') {
					return false;
				}
			}
			return end > start;
		}

		private void mask(BiFunction<@Nullable String, String, @Nullable String> masking) {
			String message = this.message;
			if (message != null) {
				boolean separated = message.startsWith(SEPARATOR);
				String masked = masking.apply(
						DatabaseExceptions.isThrownByOne(this.after) ? DatabaseExceptions.ANY : this.type,
						separated ? message.substring(SEPARATOR.length()) : message);
				this.message = (separated && masked != null) ? SEPARATOR + masked : masked;
			}
		}

		private void appendTo(StringBuilder trace) {
			trace.append(this.before);
			if (this.message != null) {
				trace.append(this.message);
			}
			trace.append(this.after);
		}

	}

}
