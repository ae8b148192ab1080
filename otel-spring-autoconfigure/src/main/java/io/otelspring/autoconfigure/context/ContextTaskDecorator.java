// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.context;

import org.jspecify.annotations.Nullable;
import org.springframework.core.task.TaskDecorator;

/**
 * Makes tasks carry the context, after the decorator of the application has had them: its
 * code on the other thread runs with the context too.
 */
final class ContextTaskDecorator implements TaskDecorator {

	private final @Nullable TaskDecorator before;

	ContextTaskDecorator(@Nullable TaskDecorator before) {
		this.before = before;
	}

	@Override
	public Runnable decorate(Runnable task) {
		return ContextTask.carrying((this.before != null) ? this.before.decorate(task) : task);
	}

}
