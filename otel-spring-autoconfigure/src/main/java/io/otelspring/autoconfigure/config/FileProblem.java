// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/**
 * Says why a directory that somebody has configured cannot be used, without its path,
 * which stands beside it.
 */
public final class FileProblem {

	private FileProblem() {
	}

	/**
	 * Say what is wrong.
	 * @param failure what came of the attempt
	 * @return the reason
	 */
	public static String of(IOException failure) {
		if (failure instanceof FileAlreadyExistsException) {
			return "nothing can be written there: a file is in the way";
		}
		if (failure instanceof AccessDeniedException) {
			return "nothing can be written there: access is denied";
		}
		String reason = (failure instanceof FileSystemException system) ? system.getReason() : failure.getMessage();
		return "nothing can be written there: "
				+ ((reason != null) ? reason.toLowerCase(Locale.ROOT) : failure.getClass().getSimpleName());
	}

}
