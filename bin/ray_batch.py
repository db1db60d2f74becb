"""Answers a request file of a Seedleaf batch run on a Ray cluster, with Ray Data.

With --server, the cluster's workers ask OpenAI-compatible servers, such as `vllm serve` on each machine. Without it, each
worker loads the model itself with vLLM (pip install "ray[data,llm]"), and needs a GPU.

    npm run -s seedleaf -- run batch RUN --to FOLDER --exec 'python ray_batch.py --server http://gpu1:8000/v1'

The files are named by $REQUESTS, $ANSWERS and $MODEL, or by --requests, --answers and --model. On a cluster of several
machines the request file must be readable by all of them (NFS, or an s3:// address).
"""

import argparse
import json
import os
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import ray


def result_line(key, status, body, error=None):
    """One line of an OpenAI batch result file."""
    response = None if status is None else {"status_code": status, "request_id": key, "body": body}
    return json.dumps({"id": key, "custom_id": key, "response": response, "error": error}, ensure_ascii=False)


class AskServers:
    """Asks servers over HTTP, several requests at once. Each request of a file gets a line, also if it fails."""

    def __init__(self, servers, parallel, timeout, api_key):
        self.servers = servers
        self.timeout = timeout
        self.headers = {"content-type": "application/json"}
        if api_key:
            self.headers["authorization"] = f"Bearer {api_key}"
        self.pool = ThreadPoolExecutor(parallel)

    def __call__(self, batch):
        return {"result": list(self.pool.map(self.answer, batch["text"]))}

    def answer(self, line):
        request = json.loads(line)
        key = request["custom_id"]
        # The same request goes to the same server, so that its prompt cache is of use.
        server = self.servers[int(key[:8], 16) % len(self.servers)]
        body = json.dumps(request["body"]).encode()
        call = urllib.request.Request(f"{server.rstrip('/')}/chat/completions", body, self.headers)
        try:
            with urllib.request.urlopen(call, timeout=self.timeout) as answer:
                return result_line(key, answer.status, parsed(answer.read()))
        except urllib.error.HTTPError as failure:
            return result_line(key, failure.code, parsed(failure.read()))
        except (OSError, ValueError) as failure:
            return result_line(key, None, None, {"message": f"{server}: {failure}"})


def parsed(raw):
    text = raw.decode("utf-8", "replace")
    try:
        return json.loads(text)
    except ValueError:
        return text


def answer_with_servers(lines, args):
    return lines.map_batches(
        AskServers,
        fn_constructor_args=(args.server, args.parallel, args.timeout, os.environ.get("OPENAI_API_KEY")),
        batch_size=args.parallel * 4,
        concurrency=args.workers,
        num_cpus=args.cpus,
    )


def answer_with_engines(lines, args):
    from ray.data.llm import build_processor, vLLMEngineProcessorConfig

    def prepare(row):
        request = json.loads(row["text"])
        body = request["body"]
        limit = body.get("max_completion_tokens") or body.get("max_tokens") or 1024
        sampling = {"max_tokens": limit, "temperature": body.get("temperature", 1.0)}
        if "seed" in body:
            sampling["seed"] = body["seed"]
        return {"key": request["custom_id"], "limit": limit, "messages": body["messages"], "sampling_params": sampling}

    def finish(row):
        failure = row.get("__inference_error__")
        if failure:
            return {"result": result_line(row.get("key", ""), None, None, {"message": str(failure)})}
        count = int(row["num_generated_tokens"])
        choice = {
            "index": 0,
            "message": {"role": "assistant", "content": row["generated_text"]},
            "finish_reason": "length" if count >= row["limit"] else "stop",
        }
        usage = {"prompt_tokens": int(row["num_input_tokens"]), "completion_tokens": count}
        return {"result": result_line(row["key"], 200, {"model": args.model, "choices": [choice], "usage": usage})}

    config = vLLMEngineProcessorConfig(
        model_source=args.model,
        engine_kwargs=json.loads(args.engine),
        concurrency=args.workers,
        batch_size=args.parallel,
        should_continue_on_error=True,
    )
    return build_processor(config, preprocess=prepare, postprocess=finish)(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", default=os.environ.get("REQUESTS"))
    parser.add_argument("--answers", default=os.environ.get("ANSWERS"))
    parser.add_argument("--model", default=os.environ.get("MODEL"))
    parser.add_argument("--server", action="append", help="address that ends in /v1; may be given several times")
    parser.add_argument("--workers", type=int, default=1, help="Ray workers, or vLLM engines")
    parser.add_argument("--parallel", type=int, default=32, help="requests at once in each worker")
    parser.add_argument("--timeout", type=float, default=600, help="seconds for one request to a server")
    parser.add_argument("--cpus", type=float, default=1, help="processors that Ray reserves for each worker")
    parser.add_argument("--engine", default="{}", help='vLLM engine options as JSON, such as {"max_model_len": 8192}')
    args = parser.parse_args()
    if not args.requests or not args.answers:
        parser.error("name the files: --requests and --answers, or $REQUESTS and $ANSWERS")
    if not args.server and not args.model:
        parser.error("name a server (--server) or a model (--model)")

    lines = ray.data.read_text(args.requests)
    answered = answer_with_servers(lines, args) if args.server else answer_with_engines(lines, args)
    part = f"{args.answers}.part"
    with open(part, "w", encoding="utf-8") as file:
        for row in answered.iter_rows():
            file.write(row["result"] + "\n")
    os.replace(part, args.answers)


if __name__ == "__main__":
    main()
