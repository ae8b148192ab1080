// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.web;

import org.springframework.http.HttpStatus;

/**
 * Values that the tags of Spring Boot's HTTP observations have, of the server and the
 * clients alike.
 */
public final class ObservationTags {

	/**
	 * What stands for an exception or a route that there is not.
	 */
	public static final String NONE = "none";

	/**
	 * What stands for what is not known.
	 */
	public static final String UNKNOWN = "UNKNOWN";

	private ObservationTags() {
	}

	/**
	 * Return the name of an exception.
	 * @param type the type of the exception
	 * @return its simple name, or its full name where it has none
	 */
	public static String exception(Class<? extends Throwable> type) {
		String simpleName = type.getSimpleName();
		return simpleName.isEmpty() ? type.getName() : simpleName;
	}

	/**
	 * Return the outcome that a status code stands for.
	 * @param status the status code, 0 if there is none
	 * @return such as {@code SUCCESS} or {@code CLIENT_ERROR}
	 */
	public static String outcome(int status) {
		if (status >= 200 && status < 300) {
			return "SUCCESS";
		}
		HttpStatus known = HttpStatus.resolve(status);
		return (known != null) ? known.series().name() : UNKNOWN;
	}

}
