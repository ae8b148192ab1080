// SPDX-License-Identifier: Apache-2.0
package io.otelspring.autoconfigure.method;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.Expression;

/**
 * A SpEL expression, parsed once, with the argument or the return value as its root. It
 * never fails a call: what it cannot evaluate is left out, and said once.
 */
final class ValueExpression {

	private static final Log logger = LogFactory.getLog(ValueExpression.class);

	private final Expression expression;

	private final EvaluationContext context;

	private final String where;

	private final AtomicBoolean reported = new AtomicBoolean();

	/**
	 * Create the expression.
	 * @param expression the parsed expression
	 * @param context the context, shared and never changed
	 * @param where the method, for the message
	 */
	ValueExpression(Expression expression, EvaluationContext context, String where) {
		this.expression = expression;
		this.context = context;
		this.where = where;
	}

	@Nullable Object evaluate(Object root) {
		try {
			return this.expression.getValue(this.context, root);
		}
		catch (Throwable ex) {
			if (this.reported.compareAndSet(false, true)) {
				logger.warn("The expression '" + this.expression.getExpressionString() + "' on " + this.where
						+ " could not be evaluated on a " + root.getClass().getName()
						+ ", its attribute is left out (said once): " + ex);
			}
			return null;
		}
	}

}
