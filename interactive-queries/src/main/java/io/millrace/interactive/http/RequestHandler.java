package io.millrace.interactive.http;

import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Answer;
import io.millrace.interactive.routing.Call;
import io.millrace.interactive.routing.Parameters;
import io.millrace.interactive.routing.Route;
import io.millrace.interactive.routing.Routes;
import io.millrace.interactive.routing.Target;
import io.millrace.time.Clock;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The way of a request: who may ask, which route, on which thread, and the answer or problem. Safe from any thread. */
final class RequestHandler extends Handler.Abstract {

    private static final long POSITION_RETRY_MS = 20;
    private static final byte[] NOTHING = new byte[0];

    private final Routes routes;
    private final Gate gate;
    private final QueryLimits limits;
    private final Workers workers;
    private final AnswerWriter writer;
    private final OpenStreams streams;
    private final Failures failures;
    private final Clock clock;
    private final Timers timers;
    private volatile boolean isClosing;

    RequestHandler(
            Routes routes,
            Gate gate,
            QueryLimits limits,
            Workers workers,
            AnswerWriter writer,
            OpenStreams streams,
            Failures failures,
            Clock clock,
            Timers timers) {
        this.routes = routes;
        this.gate = gate;
        this.limits = limits;
        this.workers = workers;
        this.writer = writer;
        this.streams = streams;
        this.failures = failures;
        this.clock = clock;
        this.timers = timers;
    }

    /** From now on requests are refused. */
    void close() {
        isClosing = true;
    }

    /** One request and where its answer goes. */
    private record Exchange(Request request, Response response, Callback callback) {}

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Exchange exchange = new Exchange(request, response, callback);
        try {
            admit(exchange);
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
        return true;
    }

    private void fail(Exchange exchange, Throwable failure) {
        Problem problem = failures.describe(
                failure, String.valueOf(exchange.request.getHttpURI().getPath()));
        writer.write(exchange.request, exchange.response, exchange.callback, ProblemBody.answer(problem));
    }

    private void admit(Exchange exchange) {
        Request request = exchange.request;
        if (isClosing) {
            exchange.response.getHeaders().put(HttpHeader.CONNECTION, "close");
            throw failures.notReady("The server is being closed").toException();
        }
        gate.requireHost(request.getHttpURI().getHost());
        requireNoBody(exchange);
        String method = request.getMethod();
        boolean isOptions = HttpMethod.OPTIONS.is(method);
        String path = String.valueOf(request.getHttpURI().getPath());
        if (isOptions && path.equals("*")) {
            allow(exchange);
            return;
        }
        Target target = Target.parse(path, request.getHttpURI().getQuery());
        Routes.Match match = routes.find(target);
        if (isOptions) {
            allow(exchange);
            return;
        }
        if (!HttpMethod.GET.is(method) && !HttpMethod.HEAD.is(method)) {
            throw Problem.of(
                            ProblemType.METHOD_NOT_ALLOWED,
                            "Everything here is only read: " + Routes.ALLOWED_METHODS + " are allowed, not "
                                    + Parameters.shortened(method))
                    .withHeader("Allow", Routes.ALLOWED_METHODS)
                    .toException();
        }
        gate.requireToken(match.route().access(), request.getHeaders().get(HttpHeader.AUTHORIZATION));
        Parameters parameters = new Parameters(target.parameters());
        parameters.requireOnly(match.route().parameters());
        Call call = new Call(
                target,
                match.captured(),
                parameters,
                name -> request.getHeaders().get(name),
                clock.monotonicNanos());
        if (match.route().weight() == Route.Weight.LIGHT) {
            answer(exchange, match.route(), call);
        } else {
            dispatch(exchange, match.route(), call);
        }
    }

    /** A body would have to be read to find the next request, and nothing here has a use for one. */
    private static void requireNoBody(Exchange exchange) {
        Request request = exchange.request;
        boolean isChunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (isChunked || request.getLength() > 0) {
            exchange.response.getHeaders().put(HttpHeader.CONNECTION, "close");
            throw Problem.of(ProblemType.BODY_NOT_ALLOWED, "Everything here is only read; send no body")
                    .toException();
        }
    }

    private void allow(Exchange exchange) {
        writer.write(
                exchange.request,
                exchange.response,
                exchange.callback,
                new Answer.Whole(204, Answer.JSON, Map.of("Allow", Routes.ALLOWED_METHODS), NOTHING));
    }

    private void dispatch(Exchange exchange, Route route, Call call) {
        if (!workers.tryRun(() -> answer(exchange, route, call))) {
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            "All " + limits.workers() + " threads that read stores are busy and " + limits.waiting()
                                    + " requests wait; try again")
                    .retryAfterSeconds(1)
                    .toException();
        }
    }

    private void answer(Exchange exchange, Route route, Call call) {
        Answer answer;
        try {
            answer = route.endpoint().answer(call);
        } catch (RuntimeException | StackOverflowError e) {
            Problem problem = failures.describe(e, call.target().raw());
            if (problem.type() == ProblemType.POSITION_NOT_REACHED && call.ageMs(clock) < limits.positionMs()) {
                timers.after(POSITION_RETRY_MS, () -> again(exchange, route, call));
            } else {
                writer.write(exchange.request, exchange.response, exchange.callback, ProblemBody.answer(problem));
            }
            return;
        }
        if (answer instanceof Answer.Whole whole) {
            writer.write(exchange.request, exchange.response, exchange.callback, whole);
        } else if (answer instanceof Answer.Stream stream) {
            startStream(exchange, stream);
        }
    }

    private void startStream(Exchange exchange, Answer.Stream stream) {
        if (HttpMethod.HEAD.is(exchange.request.getMethod())) {
            stream.source().close();
            writer.write(
                    exchange.request,
                    exchange.response,
                    exchange.callback,
                    new Answer.Whole(200, EventStream.MEDIA_TYPE, Map.of(), NOTHING));
            return;
        }
        try {
            streams.start(exchange.request, exchange.response, exchange.callback, stream.source());
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
    }

    private void again(Exchange exchange, Route route, Call call) {
        try {
            dispatch(exchange, route, call);
        } catch (RuntimeException e) {
            fail(exchange, e);
        }
    }
}
