// SPDX-License-Identifier: Apache-2.0
package io.otelspring.test;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sees where an answer over HTTP/1.1 ends that says its length.
 */
final class AnswerEnd {

	private static final String BLANK_LINE = "\r\n\r\n";

	private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)");

	private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

	/**
	 * Take a part of an answer.
	 * @param bytes has the part
	 * @param count its length
	 * @return whether the answer ends with it
	 */
	boolean endsWith(byte[] bytes, int count) {
		this.answer.write(bytes, 0, count);
		String text = this.answer.toString(StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
		int head = text.indexOf(BLANK_LINE);
		if (head < 0) {
			return false;
		}
		Matcher length = LENGTH.matcher(text.substring(0, head));
		int body = length.find() ? Integer.parseInt(length.group(1)) : 0;
		if (text.length() < head + BLANK_LINE.length() + body) {
			return false;
		}
		this.answer.reset();
		return true;
	}

}
