// Evaluates ONNX files with ONNX Runtime (npm's onnxruntime-web, found by NODE_PATH) and prints their outputs.
// Argument: a JSON file that lists models, each with float32 rows and the shape of its input.
const fs = require('fs');
const runtime = require('onnxruntime-web');

async function read({ path, rows, shape }) {
  const session = await runtime.InferenceSession.create(new Uint8Array(fs.readFileSync(path)));
  const bytes = fs.readFileSync(rows);
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const outputs = await session.run({ input: new runtime.Tensor('float32', values, shape) });
  const numbers = Object.entries(outputs).map(([name, tensor]) => [name, Array.from(tensor.data, Number)]);
  return { outputs: Object.fromEntries(numbers) };
}

async function main(list) {
  const results = [];
  for (const model of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    results.push(await read(model));
  }

  console.log(JSON.stringify(results));
}

main(process.argv[2]).catch(error => {
  console.error(error);
  process.exit(1);
});
